#!/usr/bin/env bash
# Usage: remove.sh stop      removes the stacks; volumes, secrets, networks and the reconciler's memory stay
#        remove.sh destroy   asks (or YES=destroy), then removes everything on this host and on NODES, data too
set -euo pipefail
cd "$(dirname "$0")/.."
STACKS=(edge lakehouse spark reconciler query orchestration notebooks monitoring)
SECRETS_DIR=${SECRETS_DIR:-.secrets}
fatal() { echo "remove: $*" >&2; exit 1; }

exec 9>.deploy.lock
flock -n 9 || fatal "Cannot remove: a deploy runs in this checkout. Wait for it to end and run again."

stop() { # keeps volumes, secrets, networks
  local i
  for ((i = ${#STACKS[@]} - 1; i >= 0; i--)); do docker stack rm "${STACKS[i]}"; done
  for stack in "${STACKS[@]}"; do until [ -z "$(docker stack ps -q "$stack" 2>/dev/null)" ]; do sleep 0.5; done; done
}

destroy() {
  local answer=${YES:-}
  [ -n "$answer" ] || read -rp "This removes every stack, secret and VOLUME (all data) of Lakeswarm. Type 'destroy' to go on: " answer
  [ "$answer" = destroy ] || fatal "Nothing was removed: the answer was not 'destroy'."
  stop
  docker config ls --filter label=lakeswarm.memory -q | xargs -r docker config rm >/dev/null
  for stack in "${STACKS[@]}"; do docker config ls --filter "label=com.docker.stack.namespace=$stack" -q | xargs -r docker config rm >/dev/null; done
  docker secret ls -q --filter label=lakeswarm.managed=true | xargs -r docker secret rm >/dev/null
  local engine volume
  for engine in "${DOCKER_HOST:-unix:///var/run/docker.sock}" ${NODES:-}; do
    engine=${engine%%=*}
    for volume in edge_registry lakehouse_minio lakehouse_nessie-postgres spark_spark-recovery query_dremio orchestration_airflow-postgres notebooks_jupyterlab monitoring_prometheus monitoring_alertmanager monitoring_grafana; do
      for _ in $(seq 20); do docker -H "$engine" volume inspect $volume >/dev/null 2>&1 || break; docker -H "$engine" volume rm $volume >/dev/null 2>&1 && break; sleep 0.5; done
    done
  done
  docker network rm lakeswarm lakeswarm_control >/dev/null 2>&1 || true
  rm -rf "$SECRETS_DIR"
}

case ${1:-} in
  stop) stop ;;
  destroy) destroy ;;
  *) sed -n '2,3p' "$0"; exit 2 ;;
esac
