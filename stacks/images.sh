#!/usr/bin/env bash
# Hands the images out to the nodes. Usage: images.sh place | push, after eval "$(stacks/env.sh)"
#   place         puts the gateway's image on this host's engine and those of NODES: the registry's own image cannot come from the registry
#   push          gives every other image to the registry
#   PUSH_TIMEOUT  seconds to try (default 90)
set -euo pipefail
cd "$(dirname "$0")/.."
SECRETS_DIR=${SECRETS_DIR:-.secrets} REGISTRY=127.0.0.1:5000/lakeswarm PUSH=127.0.0.1:5001/lakeswarm

info() { printf '  %s\n' "$*"; }
fatal() { echo "images: $*" >&2; exit 1; }

engines() { # this host's engine and those of NODES
  local node
  echo "${DOCKER_HOST:-unix:///var/run/docker.sock}"
  for node in ${NODES:-}; do echo "${node%%=*}"; done
}

place() {
  local image=$REGISTRY/edge:$EDGE_TAG engine; for engine in $(engines); do
    docker -H "$engine" image inspect "$image" >/dev/null 2>&1 && continue
    docker save "$image" | docker -H "$engine" load >/dev/null || fatal "Cannot place the gateway image on $engine: see above."
    info "gateway image -> $engine"
  done
}

push() {
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

case ${1:-} in
  place) place ;;
  push) push ;;
  *) sed -n '2,5p' "$0"; exit 2 ;;
esac
