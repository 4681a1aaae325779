#!/usr/bin/env bash
# Usage: remove.sh stop      removes the stacks; volumes, secrets, networks and the reconciler's memory stay
#        remove.sh destroy   asks (or YES=destroy), then removes everything on this host and on NODES, data too
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=stacks/lib.sh
. stacks/lib.sh
SECRETS_DIR=${SECRETS_DIR:-.secrets}
VOLUMES=(
  edge_registry lakehouse_minio lakehouse_nessie-postgres spark_spark-recovery query_dremio
  orchestration_airflow-postgres notebooks_jupyterlab monitoring_prometheus monitoring_alertmanager monitoring_grafana
)

stop() { # keeps volumes, secrets, networks
  local i stack
  for ((i = ${#STACKS[@]} - 1; i >= 0; i--)); do docker stack rm "${STACKS[i]}"; done
  for stack in "${STACKS[@]}"; do
    until [ -z "$(docker stack ps -q "$stack" 2>/dev/null)" ]; do sleep 0.5; done
  done
}

destroy() {
  local answer=${YES:-} stack engine volume
  [ -n "$answer" ] ||
    read -rp "This removes every stack, secret and VOLUME (all data) of Lakeswarm. Type 'destroy' to go on: " answer
  [ "$answer" = destroy ] || fatal "Nothing was removed: the answer was not 'destroy'."
  stop
  docker config ls --filter label=lakeswarm.memory -q | xargs -r docker config rm >/dev/null
  for stack in "${STACKS[@]}"; do
    docker config ls --filter "label=com.docker.stack.namespace=$stack" -q | xargs -r docker config rm >/dev/null
  done
  docker secret ls -q --filter label=lakeswarm.managed=true | xargs -r docker secret rm >/dev/null
  for engine in $(engines); do
    # A volume stays in use for a moment after its last task.
    for volume in "${VOLUMES[@]}"; do retry 20 0.5 remove_volume "$engine" "$volume" || true; done
  done
  docker network rm lakeswarm lakeswarm_control_internal lakeswarm_control >/dev/null 2>&1 || true
  rm -rf "$SECRETS_DIR"
}

remove_volume() { # engine volume: succeeds when the volume is gone
  ! docker -H "$1" volume inspect "$2" >/dev/null 2>&1 || docker -H "$1" volume rm "$2" >/dev/null 2>&1
}

case ${1:-} in
  stop)
    lock remove
    stop
    ;;
  destroy)
    lock remove
    destroy
    ;;
  *)
    usage
    exit 2
    ;;
esac
