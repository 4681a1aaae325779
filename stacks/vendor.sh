#!/usr/bin/env bash
# Places a vendor image on the node that its service is pinned to. Usage: vendor.sh SERVICE IMAGE MEMORY_MB
# Prints nothing when that node can run it, else one line with the reason; the deploy then goes on without the service.
# It fails where it cannot know.
#   NODES         as for swarm-init.sh; an engine that is not named pulls by itself
#   PULL_TIMEOUT  seconds for the pull (default 900)
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=stacks/lib.sh
. stacks/lib.sh
service=$1 image=$2 memory=$3 seconds=${PULL_TIMEOUT:-900}

missing() {
  echo "$*"
  exit
}

pinned=$(nodes_of "$service" '{{.ID}} {{.Description.Hostname}} {{.Description.Resources.MemoryBytes}}')
[ -n "$pinned" ] ||
  missing "no node has the label lakeswarm.$service=true; run ./swarm-init.sh"
read -r id host bytes <<<"$pinned"
[ $((bytes / 1000000)) -ge "$memory" ] ||
  missing "node $host has $((bytes / 1000000)) MB of memory, $memory are needed;" \
    "move the label lakeswarm.$service to a larger one"

for engine in $(engines); do
  [ "$(docker -H "$engine" info -f '{{.Swarm.NodeID}}' 2>/dev/null)" = "$id" ] || continue
  ! docker -H "$engine" image inspect "$image" >/dev/null 2>&1 || exit 0
  echo "  $service: pulling $image on $host" >&2
  error=$(timeout "$seconds" docker -H "$engine" pull -q "$image" 2>&1 >/dev/null) ||
    missing "$host cannot pull $image: $(tail -1 <<<"${error:-no end within $seconds s}")." \
      "Load it there by hand, or set ${service^^}_IMAGE to another address"
done
