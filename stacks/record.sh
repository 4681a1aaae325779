#!/usr/bin/env bash
# Records for the reconciler what a deploy makes of the services (docs/decisions/009). Usage: record.sh begin | end
#   begin  before the first service changes: until `end` nothing is compared or repaired
#   end    records every service of the kit as it is now, unless the newest record is the same
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=stacks/lib.sh
. stacks/lib.sh
LIMIT=1000000 KEPT=2
# What does not count: a counter that the engine keeps, and the number of workers, which the reconciler sets.
SAME='map(
  del(.TaskTemplate.ForceUpdate)
  | if .Labels["lakeswarm.service"] == "spark-worker" then del(.Mode.Replicated.Replicas) else . end
)'
# A stack deploy keeps an image that was changed by hand: it compares the file's image with this label alone.
# shellcheck disable=SC2016
CHANGED_BY_HAND='.[].Spec
  | .Labels["com.docker.stack.image"] as $file
  | select($file != null and $file != (.TaskTemplate.ContainerSpec.Image | split("@")[0])) | .Name'

# The engine's own words: `docker service inspect` adds defaults and drops fields that the client has no name for.
api() { # path
  local answer
  answer=$(printf 'GET %s HTTP/1.0\r\nHost: docker\r\n\r\n' "$1" | docker system dial-stdio 2>/dev/null) || true
  [[ $answer = HTTP/1.*' 200 '* ]] ||
    fatal "Cannot read ${1%%\?*}: ${answer:-no answer}. Check that DOCKER_HOST names a manager."
  printf '%s' "${answer#*$'\r\n\r\n'}"
}

services() { api '/services?filters=%7B%22label%22%3A%5B%22lakeswarm.managed%3Dtrue%22%5D%7D'; }

configs() { # kind suffix: names of the reconciler's configs of this kind, oldest first
  docker config ls --filter "label=lakeswarm.memory=$1" --format "{{.Name}}$2" | sort
}

begin() {
  local older changed service
  older=$(configs deploy '')
  printf '{"since":"%s"}' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" |
    docker config create --label lakeswarm.memory=deploy "lakeswarm-deploy-$(date +%s)-$$" - >/dev/null
  xargs -r docker config rm <<<"$older" >/dev/null # Of deploys that were cut off.
  changed=$(services | jq -r "$CHANGED_BY_HAND")
  for service in $changed; do
    docker service update --quiet --detach --label-rm com.docker.stack.image "$service" >/dev/null
  done
}

end() {
  local specs hash newest name known
  specs=$(services | jq -cS '[.[].Spec] | sort_by(.Name)')
  hash=$(jq -cS "$SAME" <<<"$specs" | sha256sum | cut -c1-64)
  newest=$(configs baseline ' {{.Label "lakeswarm.hash"}}' | tail -n 1)
  read -r name known <<<"$newest"
  if [ "$known" != "$hash" ]; then
    [ "$(LC_ALL=C printf '%s' "$specs" | wc -c)" -le $LIMIT ] ||
      fatal "Cannot record the services: their specifications exceed $LIMIT bytes, the most a Swarm config may hold." \
        "Shorten environment or labels in the stack files."
    name=${name##*-} name=$(printf 'lakeswarm-baseline-%06d' $((10#${name:-0} + 1)))
    printf '%s' "$specs" |
      docker config create --label lakeswarm.memory=baseline --label "lakeswarm.hash=$hash" "$name" - >/dev/null
    echo "  recorded as $name"
  fi
  configs baseline '' | head -n -$KEPT | xargs -r docker config rm >/dev/null
  configs deploy '' | xargs -r docker config rm >/dev/null # Last: from here on the new record counts.
}

case ${1:-} in
  begin) begin ;;
  end) end ;;
  *)
    usage
    exit 2
    ;;
esac
