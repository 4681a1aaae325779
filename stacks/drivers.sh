# shellcheck shell=bash
# What a deploy waits for before it gives Spark another secret: after a rotation of the lake's keys, and over a release
# that had none. A driver with the old one would be a stranger to the new master and its workers.

DRIVERS_TIMEOUT=${DRIVERS_TIMEOUT:-1800}

wait_drivers() {
  local start=$SECONDS said="" running
  gets_another_secret || return 0
  while
    running=$(drivers) || exit
    [ -n "$running" ]
  do
    running=${running//$'\n'/, }
    [ $((SECONDS - start)) -lt "$DRIVERS_TIMEOUT" ] ||
      fatal "Cannot give Spark its new secret: after $DRIVERS_TIMEOUT s these jobs still run: $running." \
        "Wait for them, or end them ('docker service rm NAME'), then run again."
    if [ "$running" != "$said" ]; then
      info "Spark gets another secret once these jobs have ended: $running"
      said=$running
    fi
    sleep 2
  done
}

gets_another_secret() {
  local secrets
  swarm_has service spark_spark-master || return 1
  secrets=$(ask_swarm service inspect \
    -f '{{range .Spec.TaskTemplate.ContainerSpec.Secrets}}{{println .SecretName}}{{end}}' spark_spark-master) || exit
  ! grep -xF "$SECRET_SPARK_SECRET" <<<"$secrets" >/dev/null
}

drivers() { # the jobs that run and may be Spark drivers
  local jobs
  jobs=$(ask_swarm service ls --filter label=lakeswarm.job --format '{{.Name}} {{.Replicas}} {{.Image}}') || exit
  awk '$2 == "1/1" && $3 !~ /\/wsl-python-apps:/ {print $1}' <<<"$jobs"
}
