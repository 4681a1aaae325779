#!/usr/bin/env bash
# Deploys the stacks in order, waits until the reconciler reports Ready, prints the addresses. Safe to run again.
# Usage: deploy.sh [up | push | urls]
#   NODES, ADVERTISE_ADDR, …  see swarm-init.sh
#   LS_URL          address of the reconciler (default http://127.0.0.1:8088)
#   DEPLOY_TIMEOUT  seconds to wait for each stack, and then for Ready (default 600)
#   PUSH_TIMEOUT    see images.sh
#   DAG_SCHEDULES   off: DAGs run only by hand
#   BREWERY_API     the address that the DAGs read
#   UPDATE_MONITOR  how long Swarm watches a new task before it goes on with an update (default 30s)
#   DRIVERS_TIMEOUT seconds to wait for Spark jobs that run, when the lake's keys were rotated (default 1800)
#   QUERY_TIMEOUT   seconds to wait for Dremio once the rest is Ready (default 300)
#   PULL_TIMEOUT    seconds to pull Dremio's image (default 900)
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=stacks/lib.sh
. stacks/lib.sh
# shellcheck source=stacks/wait.sh
. stacks/wait.sh
# shellcheck source=stacks/control.sh
. stacks/control.sh
# shellcheck source=stacks/drivers.sh
. stacks/drivers.sh
export LS_URL=${LS_URL:-http://127.0.0.1:8088} SECRETS_DIR=${SECRETS_DIR:-.secrets}
# Why Dremio and Grafana do not run, when the platform does without them.
ABSENT="" GRAFANA_ABSENT=""

require_tls_address() {
  local certificate=${CERTS_DIR:-certs}/gateway.pem
  [ ! -f "$certificate" ] || [[ $LS_URL == https://* ]] ||
    fatal "Cannot wait for the platform at $LS_URL: $certificate makes its ports speak TLS." \
      "Set LS_URL=https://NAME:8088 with a name that is in the certificate" \
      "(CURL_CA_BUNDLE for an authority of your own)."
}

# --resolve-image never: tags are content hashes, and an unreachable registry must not restart anything.
deploy() { # stack [further file]
  docker stack deploy --resolve-image never --prune -c "stacks/$1.yml" ${2:+-c "$2"} "$1" 2>&1 |
    grep -vE 'detach=false|Updating service' | sed 's/^/  /' || [ "${PIPESTATUS[0]}" = 0 ]
}

deploy_each() { # stack…
  local stack
  for stack; do
    step "$stack"
    deploy "$stack"
  done
}

wait_each() { # stack…
  local stack
  for stack; do wait_stack "$stack"; done
}

apply() { # retries while a reconciler that has just started does not answer
  local deadline=$((SECONDS + 60)) error
  until error=$(stacks/api.sh put 2>&1 >/dev/null); do
    # A 401 may come from the task that a rotated token is about to replace.
    case $error in "Refused (400)"* | "Refused (403)"*) fatal "$error" ;; esac
    [ $SECONDS -lt $deadline ] || fatal "$error"
    sleep 0.5
  done
}

prune() { # configs and secrets of earlier generations; Docker refuses to remove those that a service uses
  docker config ls --filter label=com.docker.stack.namespace \
    --format '{{.Label "com.docker.stack.namespace"}} {{.Name}}' |
    awk -v kit="${STACKS[*]}" 'index(" " kit " ", " " $1 " ") {print $2}' |
    xargs -r -n1 docker config rm >/dev/null 2>&1 || true
  docker secret ls --filter label=lakeswarm.managed=true --format '{{.Name}}' |
    grep -vxF -f <(env | sed -n 's/^SECRET_[A-Z_]*=//p') |
    xargs -r -n1 docker secret rm >/dev/null 2>&1 || true
}

# Dremio and Grafana are vendor images: without one of them the deploy goes on.
place_grafana() {
  GRAFANA_REPLICAS=1
  GRAFANA_ABSENT=$(stacks/vendor.sh grafana "$GRAFANA_IMAGE" 1000)
  [ -z "$GRAFANA_ABSENT" ] || GRAFANA_REPLICAS=0
  export GRAFANA_REPLICAS
}

deploy_query() {
  ABSENT=$(stacks/vendor.sh dremio "$DREMIO_IMAGE" "${DREMIO_NODE_MEMORY_MB:-6000}")
  [ -z "$ABSENT" ] || return 0
  deploy query || ABSENT="see above"
}

# The other images are pushed while the core starts. The push keeps the lock (9): when the core fails, the next deploy
# must not run into it.
push_others() {
  OTHERS_LOG=$(mktemp)
  stacks/images.sh push-others "${CORE[@]}" >"$OTHERS_LOG" 2>&1 &
  OTHERS=$!
}

wait_others_pushed() {
  wait "$OTHERS" || {
    cat "$OTHERS_LOG" >&2
    exit 1
  }
  rm -f "$OTHERS_LOG"
}

urls() {
  local host=${LS_URL%:*} title port login
  local row="  %-17s %-$((${#host} + 9))s %s\n"
  echo
  while IFS=$'\t' read -r title port _ login; do
    # shellcheck disable=SC2059
    printf "$row" "$title" "$host:$port" "$login"
  done < <(pages)
  # shellcheck disable=SC2059
  printf "$row" "Image registry" 127.0.0.1:5000 "on every node, for the node itself"
  printf '\n  The same ports answer on every node. Passwords: make credentials\n'
  [ -z "$ABSENT" ] || echo "  MISSING  dremio: $ABSENT"
  [ -z "$GRAFANA_ABSENT" ] || echo "  MISSING  grafana: $GRAFANA_ABSENT"
}

up() {
  local moving
  lock deploy
  require_tls_address
  step "host and engine"
  stacks/doctor.sh --engine
  step "images"
  images/build.sh
  step "swarm"
  ./swarm-init.sh
  step "doctor"
  stacks/doctor.sh
  load_env
  # Before the reconciler is told of the deploy: it repairs no drift until that ends.
  wait_drivers
  stacks/record.sh begin
  step "edge"
  stacks/images.sh place
  moving=$(moving_file)
  deploy edge "$moving"
  wait_stack edge
  step "images to the registry"
  stacks/images.sh push-of "${CORE[@]}"
  # The edge and the push took their time.
  wait_drivers
  push_others
  deploy_each "${CORE[@]}"
  wait_each "${CORE[@]}"
  step "desired state"
  apply
  stacks/record.sh end
  step "waiting until the platform works"
  wait_ready
  wait_others_pushed
  stacks/record.sh begin
  place_grafana
  deploy_each "${LATER[@]}"
  step "query"
  deploy_query
  stacks/record.sh end
  wait_each "${LATER[@]}"
  if has_old_control; then
    step "leaving the overlay $OLD_CONTROL"
    stacks/record.sh begin
    deploy edge
    stacks/record.sh end
    wait_stack edge
    remove_old_control
  fi
  wait_query "${QUERY_TIMEOUT:-300}"
  wait_probes
  prune
  step "ready"
  urls
}

case ${1:-up} in
  up) up ;;
  push)
    load_env
    stacks/images.sh push
    ;;
  urls) urls ;;
  *)
    usage
    exit 2
    ;;
esac
