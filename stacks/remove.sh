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
# lakeswarm_control is of releases up to 0.1.0.
OVERLAYS=(lakeswarm lakeswarm_control_internal lakeswarm_nessie_db lakeswarm_control)

stop() { # keeps volumes, secrets, networks
  local i stack
  for ((i = ${#STACKS[@]} - 1; i >= 0; i--)); do docker stack rm "${STACKS[i]}"; done
  for stack in "${STACKS[@]}"; do
    until ended "$stack"; do sleep 0.5; done
  done
}

ended() { # stack: the manager says that it has no task left
  local tasks
  if tasks=$(docker stack ps -q "$1" 2>&1); then
    [ -z "$tasks" ]
  else
    [[ $tasks == *"othing found in stack"* ]]
  fi
}

destroy() {
  local stack engine volume left=()
  stop
  docker config ls --filter label=lakeswarm.memory -q | xargs -r docker config rm >/dev/null
  for stack in "${STACKS[@]}"; do
    docker config ls --filter "label=com.docker.stack.namespace=$stack" -q | xargs -r docker config rm >/dev/null
  done
  docker secret ls -q --filter label=lakeswarm.managed=true | xargs -r docker secret rm >/dev/null
  for engine in $(engines); do
    # A volume stays in use for a moment after its last task.
    for volume in "${VOLUMES[@]}"; do
      retry 20 0.5 remove_volume "$engine" "$volume" || left+=("$volume on $engine,")
    done
  done
  # The files of the secrets stay then: Postgres keeps the password that its volume was made with.
  [ ${#left[@]} = 0 ] ||
    fatal "Cannot remove every volume: ${left[*]} still in use, or the engine refused. Find the container with" \
      "'docker ps -a --filter volume=VOLUME' there, remove it, and run again."
  docker network rm "${OVERLAYS[@]}" >/dev/null 2>&1 || true
  rm -rf "$SECRETS_DIR"
}

remove_volume() { # engine volume: succeeds when the volume is gone
  local error
  error=$(docker -H "$1" volume rm "$2" 2>&1 >/dev/null) || [[ $error == *[Nn]"o such volume"* ]]
}

require_engines() { # of this host and of NODES
  local engine
  for engine in $(engines); do
    docker -H "$engine" version >/dev/null 2>&1 ||
      fatal "Cannot destroy the platform: the engine $engine does not answer, and its volumes would stay." \
        "Start it, or leave it out of NODES."
  done
}

unnamed_nodes() { # host names of the swarm's nodes that are neither this host nor in NODES
  local engine ids nodes
  # An engine of no swarm has no id, and an empty line would match every node.
  ids=$(for engine in $(engines); do docker -H "$engine" info -f '{{.Swarm.NodeID}}'; done | grep .)
  nodes=$(ask_swarm node ls --format '{{.ID}} {{.Hostname}}') || exit
  grep -vF "$ids" <<<"$nodes" | cut -d' ' -f2 | paste -sd' ' || true
}

ask() {
  local answer=${YES:-} unnamed
  unnamed=$(unnamed_nodes)
  [ -z "$unnamed" ] ||
    info "NODES does not name $unnamed: the volumes there stay, and the secrets of a later deploy do not fit them."
  [ -n "$answer" ] ||
    read -rp "This removes every stack, secret and VOLUME (all data) of Lakeswarm. Type 'destroy' to go on: " answer ||
    true # No terminal: the answer is empty.
  [ "$answer" = destroy ] ||
    fatal "Cannot destroy the platform: the answer was not 'destroy'. Answer that, or set YES=destroy." \
      "Nothing was removed."
}

case ${1:-} in
  stop)
    require_manager "stop the services"
    lock remove
    stop
    ;;
  destroy)
    require_manager "destroy the platform"
    require_engines
    ask
    lock remove
    destroy
    ;;
  *)
    usage
    exit 2
    ;;
esac
