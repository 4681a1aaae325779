#!/usr/bin/env bash
# Prints the log of a service, and what follows until Ctrl-C. Usage: logs.sh SERVICE    its short name, such as minio
#   TAIL  earlier lines to print (default 200)
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=stacks/lib.sh
. stacks/lib.sh
service=${1:-}

names() { # of what is deployed, in one line
  local label='{{index .Spec.Labels "lakeswarm.service"}}'
  docker service ls -q --filter label=lakeswarm.managed=true | xargs -r docker service inspect -f "$label" |
    sort | paste -sd ' '
}

require_manager "show the log of ${service:-a service}"
id=""
[ -z "$service" ] || id=$(docker service ls -q --filter "label=lakeswarm.service=$service")
if [ -z "$id" ]; then
  names=$(names)
  [ -n "$names" ] || fatal "Cannot show the log of ${service:-a service}: nothing is deployed. Run 'make swarm_deploy'."
  fatal "Cannot show the log of ${service:-a service}: no service has this name. Write make logs S=NAME with one of:" \
    "$names."
fi
exec docker service logs --follow --no-task-ids --tail "${TAIL:-200}" "$id"
