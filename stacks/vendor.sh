#!/usr/bin/env bash
# Places a vendor image on the node that its service is pinned to. Usage: vendor.sh SERVICE IMAGE MEMORY_MB
# Prints nothing when that node can run it, else one line that says why not (exit 1): the deploy then goes on without the service.
#   NODES         as for swarm-init.sh; an engine that is not named pulls by itself
#   PULL_TIMEOUT  seconds for the pull (default 900)
set -euo pipefail
service=$1 image=$2 memory=$3

missing() { echo "$*"; exit 1; }

read -r id host bytes < <(docker node ls -q | xargs docker node inspect -f \
  "{{if eq (index .Spec.Labels \"lakeswarm.$service\") \"true\"}}{{.ID}} {{.Description.Hostname}} {{.Description.Resources.MemoryBytes}}{{end}}" | grep .) ||
  missing "no node has the label lakeswarm.$service=true; run ./swarm-init.sh"
[ $((bytes / 1000000)) -ge "$memory" ] || missing "node $host has $((bytes / 1000000)) MB of memory, $memory are needed; move the label lakeswarm.$service to a larger one"

for engine in "${DOCKER_HOST:-unix:///var/run/docker.sock}" ${NODES:-}; do
  engine=${engine%%=*}
  [ "$(docker -H "$engine" info -f '{{.Swarm.NodeID}}' 2>/dev/null)" = "$id" ] || continue
  ! docker -H "$engine" image inspect "$image" >/dev/null 2>&1 || exit 0
  echo "  $service: pulling $image on $host" >&2
  error=$(timeout "${PULL_TIMEOUT:-900}" docker -H "$engine" pull -q "$image" 2>&1 >/dev/null) ||
    missing "$host cannot pull $image: $(tail -1 <<<"${error:-no end within ${PULL_TIMEOUT:-900} s}"). Load it there by hand, or set ${service^^}_IMAGE to another address"
done
