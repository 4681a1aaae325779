# shellcheck shell=bash
# Spark's secret follows the lake's keys. When it changes, the new master and workers refuse the drivers that run, so
# the deploy waits for these first: after a rotation of the keys, and over a release without the secret.

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

drivers() { # the jobs that run, or wait for a node, and may be Spark drivers
  local jobs job
  jobs=$(ask_swarm service ls --filter label=lakeswarm.job --format '{{.Name}} {{.Image}}') || exit
  while read -r job; do
    # A job that is removed meanwhile has no task.
    [ -z "$(docker service ps -q --filter desired-state=running "$job" 2>/dev/null || true)" ] || echo "$job"
  done < <(awk 'NF && $2 !~ /\/wsl-python-apps:/ {print $1}' <<<"$jobs")
}
