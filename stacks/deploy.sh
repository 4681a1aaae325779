#!/usr/bin/env bash
# Deploys the stacks in order, waits until the reconciler says Ready, prints where everything is. Safe to run again.
# Usage: deploy.sh [up | push | urls]
#   NODES, ADVERTISE_ADDR, …  see swarm-init.sh     LS_URL  address of the reconciler (default http://127.0.0.1:8088)
#   DEPLOY_TIMEOUT            seconds to wait for Ready (default 600)
#   PUSH_TIMEOUT              seconds to try to push the images (default 90)
set -euo pipefail
cd "$(dirname "$0")/.."
export LS_URL=${LS_URL:-http://127.0.0.1:8088} SECRETS_DIR=${SECRETS_DIR:-.secrets}
START=$SECONDS REGISTRY=127.0.0.1:5000/lakeswarm PUSH=127.0.0.1:5001/lakeswarm

step() { printf '[%4ds] %s\n' $((SECONDS - START)) "$*"; }
info() { printf '  %s\n' "$*"; }
fatal() { echo "deploy: $*" >&2; exit 1; }

engines() { # this host's engine and those of NODES
  local node
  echo "${DOCKER_HOST:-unix:///var/run/docker.sock}"
  for node in ${NODES:-}; do echo "${node%%=*}"; done
}

lock() {
  exec 9>.deploy.lock
  flock -n 9 || fatal "Cannot deploy: another deploy runs in this checkout. Wait for it to end and run again."
}

place_edge() { # the registry's own image cannot come from the registry
  local image=$REGISTRY/edge:$EDGE_TAG engine
  for engine in $(engines); do
    docker -H "$engine" image inspect "$image" >/dev/null 2>&1 && continue
    docker save "$image" | docker -H "$engine" load >/dev/null || fatal "Cannot place the gateway image on $engine: see above."
    info "gateway image -> $engine"
  done
}

push() { # every image but edge, which is on every node already
  [ "$(docker node ls -q | wc -l)" -gt 1 ] || { info "one node: nothing to hand out"; return; }
  local image tag auth deadline=$((SECONDS + ${PUSH_TIMEOUT:-90}))
  auth=$(mktemp -d); trap 'rm -rf "$auth"; trap - RETURN' RETURN
  printf '{"auths":{"127.0.0.1:5001":{"auth":"%s"}}}' "$(printf 'lakeswarm:%s' "$(cat "$SECRETS_DIR/registry_password")" | base64 -w0)" >"$auth/config.json"
  while IFS='=' read -r image tag; do
    image=$(tr 'A-Z_' 'a-z-' <<<"${image%_TAG}")
    [ "$image" = edge ] && continue
    docker tag "$REGISTRY/$image:$tag" "$PUSH/$image:$tag"
    until docker --config "$auth" push -q "$PUSH/$image:$tag" >"$auth/log" 2>&1; do
      [ $SECONDS -lt $deadline ] || fatal "Cannot push $image to the registry at 127.0.0.1:5001: $(tail -1 "$auth/log"). Look at 'make logs S=registry' and 'make logs S=gateway'."
      sleep 1
    done
    docker rmi "$PUSH/$image:$tag" >/dev/null
    info "$image:$tag"
  done <images/tags.env
}

deploy() { # stack; --resolve-image never: tags are content hashes, and an unreachable registry must not restart anything
  docker stack deploy --resolve-image never --prune -c "stacks/$1.yml" "$1" 2>&1 | grep -vE 'detach=false|Updating service' | sed 's/^/  /' || [ "${PIPESTATUS[0]}" = 0 ]
}

tasks_missing() { # stack: services that do not run what they should
  docker stack services "$1" --format '{{.Name}} {{.Replicas}}' | awk '{split($2, n, "/"); if (n[1] != n[2]) print $1 " " $2}'
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
  until error=$(stacks/api.sh apply 2>&1 >/dev/null); do
    case $error in Refused*400* | Refused*401* | Refused*403*) fatal "$error" ;; esac
    [ $SECONDS -lt $deadline ] || fatal "$error"
    sleep 0.5
  done
}

prune() { # configs and secrets of earlier generations that no service uses
  docker config ls --format '{{.Name}}' | grep -E '^(gateway|docker_proxy|desired_state_seed|policy_[a-z_]+)_[0-9a-f]{8}$' | xargs -r -n1 docker config rm >/dev/null 2>&1 || true
}

urls() {
  local host=${LS_URL#http://}; host=${host%:*}
  cat <<EOF

  MinIO console     http://$host:9001     user and password: make credentials
  Nessie catalog    http://$host:19120    user admin
  Spark master      http://$host:18080    user admin
  Reconciler        http://$host:8088     bearer token; make status
  Image registry    127.0.0.1:5000          on every node, for the node itself

  The same ports answer on every node. Passwords: make credentials
EOF
}

up() {
  lock
  step "host and engine"; stacks/doctor.sh --engine
  step "images"; images/build.sh
  step "swarm"; ./swarm-init.sh
  step "doctor"; stacks/doctor.sh
  eval "$(stacks/env.sh)"
  step "edge"; place_edge; deploy edge; wait_stack edge 120
  step "images to the registry"; push
  for stack in lakehouse spark reconciler; do step "$stack"; deploy "$stack"; done
  for stack in lakehouse spark reconciler; do wait_stack "$stack" 300; done
  step "desired state"; apply
  step "waiting until the platform works"; wait_ready
  prune
  step "ready"; urls
}

case ${1:-up} in
  up) up ;;
  push) eval "$(stacks/env.sh)"; push ;;
  urls) urls ;;
  *) sed -n '2,6p' "$0"; exit 2 ;;
esac
