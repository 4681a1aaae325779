#!/usr/bin/env bash
# Hands the images out to the nodes, with the exports of stacks/env.sh in its environment.
# Usage: images.sh place | push | push-of STACK… | push-others STACK…
#   place         puts the gateway's image on this host's engine and those of NODES:
#                 the registry's own image cannot come from the registry
#   push          gives every other image to the registry; push-of: those that these stacks name; push-others: the rest
#   PUSH_TIMEOUT  seconds to try again after the first push of an image that failed (default 90)
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=stacks/lib.sh
. stacks/lib.sh
SECRETS_DIR=${SECRETS_DIR:-.secrets} REGISTRY=127.0.0.1:5000/lakeswarm PUSH=127.0.0.1:5001/lakeswarm

place() {
  local image=$REGISTRY/edge:$EDGE_TAG engine
  for engine in $(engines); do
    docker -H "$engine" image inspect "$image" >/dev/null 2>&1 && continue
    docker save "$image" | docker -H "$engine" load >/dev/null ||
      fatal "Cannot place the gateway image on $engine: see above."
    info "gateway image -> $engine"
  done
}

names() { # stack…: patterns for the lines of tags.env that their files name
  local stack
  for stack; do sed -n 's/.*:${\([A-Z_]*_TAG\).*/^\1=/p' "stacks/$stack.yml"; done
}

push() { # reads lines of tags.env
  local login nodes
  nodes=$(ask_swarm node ls -q)
  if [ "$(wc -l <<<"$nodes")" -le 1 ]; then
    info "one node: nothing to hand out"
    return
  fi
  AUTH=$(mktemp -d)
  trap 'rm -rf "$AUTH"' EXIT
  login=$(printf 'lakeswarm:%s' "$(cat "$SECRETS_DIR/registry_password")" | base64 -w0)
  printf '{"auths":{"127.0.0.1:5001":{"auth":"%s"}}}' "$login" >"$AUTH/config.json"
  export AUTH
  # Two at a time: the engine packs each layer on one core. The first that fails ends it (255) and reports why.
  grep -v '^EDGE_TAG=' | xargs -P 2 -n 1 "$SELF" --one 2> >(grep -v '^xargs: ' >&2) || exit 1
}

push_one() { # NAME_TAG=tag
  local image tag=${1#*=} log deadline=
  image=$(tr 'A-Z_' 'a-z-' <<<"${1%_TAG=*}")
  log=$AUTH/$image
  docker tag "$REGISTRY/$image:$tag" "$PUSH/$image:$tag"
  until docker --config "$AUTH" push -q "$PUSH/$image:$tag" >"$log" 2>&1; do
    # A slow host may need longer than PUSH_TIMEOUT for one push: the time before the first failure does not count.
    deadline=${deadline:-$(($(date +%s) + ${PUSH_TIMEOUT:-90}))}
    if [ "$(date +%s)" -ge "$deadline" ]; then
      echo "images: Cannot push $image to the registry at 127.0.0.1:5001: $(tail -1 "$log")." \
        "Look at 'make logs S=registry' and 'make logs S=gateway'." >&2
      exit 255
    fi
    sleep 1
  done
  docker rmi "$PUSH/$image:$tag" >/dev/null
  info "$image:$tag"
}

case ${1:-} in
  place) place ;;
  push) push <images/tags.env ;;
  push-of) push < <(grep -f <(names "${@:2}") images/tags.env) ;;
  push-others) push < <(grep -vf <(names "${@:2}") images/tags.env) ;;
  --one) push_one "$2" ;;
  *)
    usage
    exit 2
    ;;
esac
