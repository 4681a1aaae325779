#!/usr/bin/env bash
# Deploys the stacks in order, waits until the reconciler says Ready, prints where everything is. Safe to run again.
# Usage: deploy.sh [up | push | urls]
#   NODES, ADVERTISE_ADDR, …  see swarm-init.sh     LS_URL  address of the reconciler (default http://127.0.0.1:8088)
#   DEPLOY_TIMEOUT            seconds to wait for Ready (default 600)
#   PUSH_TIMEOUT              see images.sh     DAG_SCHEDULES=off  DAGs run only by hand     BREWERY_API  what the DAGs read
#   UPDATE_MONITOR            how long a new task is watched before its update goes on (default 30s)
#   QUERY_TIMEOUT             seconds to wait for Dremio once the rest is Ready (default 300); PULL_TIMEOUT for its image (900)
set -euo pipefail
cd "$(dirname "$0")/.."
export LS_URL=${LS_URL:-http://127.0.0.1:8088} SECRETS_DIR=${SECRETS_DIR:-.secrets}
START=$SECONDS
CORE=(lakehouse spark reconciler)
# What a platform can be without; deployed once the rest works.
LATER=(orchestration notebooks monitoring)

step() { printf '[%4ds] %s\n' $((SECONDS - START)) "$*"; }
info() { printf '  %s\n' "$*"; }
fatal() { echo "deploy: $*" >&2; exit 1; }

lock() {
  exec 9>.deploy.lock; flock -n 9 || fatal "Cannot deploy: another deploy runs in this checkout. Wait for it to end and run again."
}

deploy() { # stack; --resolve-image never: tags are content hashes, and an unreachable registry must not restart anything
  docker stack deploy --resolve-image never --prune -c "stacks/$1.yml" "$1" 2>&1 | grep -vE 'detach=false|Updating service' | sed 's/^/  /' || [ "${PIPESTATUS[0]}" = 0 ]
}

tasks_missing() { # stack: services that do not run what they should
  local name replicas
  while read -r name replicas _; do
    [ "${replicas%/*}" = "${replicas#*/}" ] || ended "$name" || echo "$name $replicas"
  done < <(docker stack services "$1" --format '{{.Name}} {{.Replicas}}')
}

ended() { # service: it runs once, and its youngest task ended well
  [ "$(docker service inspect -f '{{index .Spec.Labels "lakeswarm.runs"}}' "$1")" = once ] && [[ $(docker service ps --format '{{.CurrentState}}' "$1" | head -1) == Complete* ]]
}

why() { # stack: Swarm's own words about its youngest failed or waiting tasks
  docker stack ps "$1" --no-trunc --format '{{.Name}} on {{.Node}}: {{.CurrentState}} {{.Error}}' | grep -vE ': (Running|Shutdown|Complete)' | head -5
}

wait_stack() { # stack seconds
  local deadline=$((SECONDS + $2)) missing
  while missing=$(tasks_missing "$1"); [ -n "$missing" ]; do
    if [ $SECONDS -ge $deadline ]; then
      fatal "Cannot start stack $1: after $2 s still missing: ${missing//$'\n'/, }. $(why "$1")"
    fi
    sleep 0.5
  done
}

wait_ready() {
  local deadline=$((SECONDS + ${DEPLOY_TIMEOUT:-600})) status shown="" now
  until status=$(stacks/api.sh get /api/v1/status 2>/dev/null) && jq -e .ready <<<"$status" >/dev/null; do
    now=$(jq -r '[.conditions[]? | select(.type == "Ready") | .message] | first // ""' <<<"${status:-{\}}" 2>/dev/null || true)
    [ -z "$now" ] || [ "$now" = "$shown" ] || { info "waiting: $now"; shown=$now; }
    [ $SECONDS -lt $deadline ] || fatal "The platform is not ready after ${DEPLOY_TIMEOUT:-600} s: ${shown:-no answer from $LS_URL}. See 'make status' and docs/operations.md."
    sleep 0.5
  done
}

apply() { # with patience for a reconciler that has just started
  local deadline=$((SECONDS + 60)) error
  until error=$(stacks/api.sh put 2>&1 >/dev/null); do
    # A 401 may come from the task that a rotated token is about to replace.
    case $error in "Refused (400)"* | "Refused (403)"*) fatal "$error" ;; esac
    [ $SECONDS -lt $deadline ] || fatal "$error"
    sleep 0.5
  done
}

prune() { # configs and secrets of earlier generations that no service uses
  docker config ls --filter label=com.docker.stack.namespace --format '{{.Label "com.docker.stack.namespace"}} {{.Name}}' |
    awk -v kit="edge lakehouse spark reconciler query ${LATER[*]}" 'index(" " kit " ", " " $1 " ") {print $2}' | xargs -r -n1 docker config rm >/dev/null 2>&1 || true
  docker secret ls --filter label=lakeswarm.managed=true --format '{{.Name}}' | grep -vxF -f <(env | sed -n 's/^SECRET_[A-Z_]*=//p') | xargs -r -n1 docker secret rm >/dev/null 2>&1 || true
}

grafana() { GRAFANA_REPLICAS=1; GRAFANA_ABSENT=$(stacks/vendor.sh grafana "$GRAFANA_IMAGE" 1000) || GRAFANA_REPLICAS=0; export GRAFANA_REPLICAS; } # as query

seen() { # the reconciler looks only every few seconds at what it does not wait for; bounded, for nothing hangs on it
  local i; for i in {1..20}; do ! stacks/api.sh get /api/v1/plan 2>/dev/null | jq -e 'length == 0' >/dev/null || return 0; [ "$i" = 20 ] || sleep 1; done
}

query() { ABSENT=$(stacks/vendor.sh dremio "$DREMIO_IMAGE" "${DREMIO_NODE_MEMORY_MB:-6000}") || return 0; deploy query || ABSENT="see above"; } # degrades, never blocks

wait_query() { # seconds; obstacles that Swarm names count after 15 s: earlier ones may be of a former try
  local start=$SECONDS obstacle='No such image|no suitable node|Rejected'; while [ -z "$ABSENT" ] && [ -n "$(tasks_missing query)" ]; do
    sleep 1
    [ $((SECONDS - start)) -ge 15 ] && why query | grep -E "$obstacle" >/dev/null || [ $((SECONDS - start)) -ge "$1" ] || continue
    ABSENT="not running after $((SECONDS - start)) s: $(why query | head -1 || true)"
  done
}

urls() {
  local host=${LS_URL%:*}
  cat <<EOF

  MinIO console     $host:9001     user and password: make credentials
  Nessie catalog    $host:19120    user admin
  Dremio            $host:9047     user admin
  Spark master      $host:18080    user admin
  Spark history     $host:18081    user admin
  Grafana           $host:3000     user admin
  Prometheus        $host:9090     user admin; alerts: $host:9093
  JupyterLab        $host:8888     token: make credentials
  Airflow           $host:8080     user admin
  Reconciler        $host:8088     bearer token; make status
  Image registry    127.0.0.1:5000          on every node, for the node itself

  The same ports answer on every node. Passwords: make credentials
${ABSENT:+  MISSING  dremio: $ABSENT
}${GRAFANA_ABSENT:+  MISSING  grafana: $GRAFANA_ABSENT}
EOF
}

# The other images go while the core starts. They keep the lock (9) too: should the core fail, the next deploy does not run into them.
push_others() { OTHERS_LOG=$(mktemp); stacks/images.sh push-others "${CORE[@]}" >"$OTHERS_LOG" 2>&1 & OTHERS=$!; }
others_pushed() { wait "$OTHERS" || { cat "$OTHERS_LOG" >&2; exit 1; }; rm -f "$OTHERS_LOG"; }

up() {
  lock
  [ ! -f "${CERTS_DIR:-certs}/gateway.pem" ] || [[ $LS_URL == https://* ]] || fatal "Cannot wait for the platform at $LS_URL: ${CERTS_DIR:-certs}/gateway.pem makes its ports speak TLS. Set LS_URL=https://NAME:8088 with a name that is in the certificate (CURL_CA_BUNDLE for an authority of your own)."
  step "host and engine"; stacks/doctor.sh --engine
  step "images"; images/build.sh
  step "swarm"; ./swarm-init.sh
  step "doctor"; stacks/doctor.sh
  eval "$(stacks/env.sh)"; stacks/record.sh begin
  step "edge"; stacks/images.sh place; deploy edge; wait_stack edge 120
  step "images to the registry"; stacks/images.sh push-of "${CORE[@]}"; push_others
  for stack in "${CORE[@]}"; do step "$stack"; deploy "$stack"; done
  for stack in "${CORE[@]}"; do wait_stack "$stack" 300; done
  step "desired state"; apply; stacks/record.sh end
  step "waiting until the platform works"; wait_ready
  others_pushed; stacks/record.sh begin; grafana
  for stack in "${LATER[@]}"; do step "$stack"; deploy "$stack"; done
  step "query"; query; stacks/record.sh end
  for stack in "${LATER[@]}"; do wait_stack "$stack" 600; done
  wait_query "${QUERY_TIMEOUT:-300}"
  seen; prune
  step "ready"; urls
}

case ${1:-up} in
  up) up ;;
  push) eval "$(stacks/env.sh)"; stacks/images.sh push ;;
  urls) urls ;;
  *) sed -n '2,7p' "$0"; exit 2 ;;
esac
