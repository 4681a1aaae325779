#!/usr/bin/env bash
# Runs one job as a one-off Swarm service on any node, shows its log live, ends with its exit code and leaves no service behind.
# Usage: run.sh NAME IMAGE [ARG…]      IMAGE: wsl-spark-apps or wsl-python-apps
#   JOB_ENV        environment, space separated NAME=value      JOB_MEMORY  limit (default 1536M)
#   JOB_TIMEOUT    seconds until the job is ended (default 3600) PENDING_TIMEOUT  seconds to find a node (default 120)
set -euo pipefail
cd "$(dirname "$0")/.."
[ $# -ge 2 ] || { sed -n '2,5p' "$0" >&2; exit 2; }
name=$1 image=$2 service=lakeswarm-job-$1-$(date +%s)-$$
shift 2
eval "$(stacks/env.sh)"
tag_variable=$(tr 'a-z-' 'A-Z_' <<<"$image")_TAG
log=$(mktemp)
follower=""

# shellcheck disable=SC2317
clean() {
  [ -z "$follower" ] || kill "$follower" 2>/dev/null || true
  docker service rm "$service" >/dev/null 2>&1 || true
  rm -f "$log"
}
trap clean EXIT
trap 'exit 143' TERM INT

environment=()
for pair in ${JOB_ENV:-}; do environment+=(--env "$pair"); done
docker service create --quiet --detach --name "$service" --label lakeswarm.job="$name" --restart-condition none \
  --network lakeswarm --endpoint-mode dnsrr --no-resolve-image --limit-memory "${JOB_MEMORY:-1536M}" \
  --secret "source=$SECRET_AWS_CREDENTIALS,target=aws_credentials,mode=0444" \
  --log-driver json-file --log-opt max-size=10m --log-opt max-file=3 "${environment[@]}" \
  "127.0.0.1:5000/lakeswarm/$image:${!tag_variable}" "$@" >/dev/null

task_state() { docker service ps "$service" --no-trunc --format '{{.ID}}' 2>/dev/null | head -1 | xargs -r docker inspect -f '{{.Status.State}} {{if .Status.ContainerStatus}}{{.Status.ContainerStatus.ExitCode}}{{else}}-{{end}} {{.DesiredState}} {{.Status.Err}}{{if not .Status.Err}}{{.Status.Message}}{{end}}'; }

SECONDS=0
state=new
while :; do
  if ! read -r state code desired message < <(task_state || true) && [[ $(docker service inspect "$service" 2>&1 >/dev/null) == *"no such service"* ]]; then
    echo "Cannot finish $name: somebody removed its service $service. Run it again." >&2
    exit 1
  fi
  if [ -z "$follower" ]; then
    case ${state:-new} in
      running | complete | failed)
        docker service logs --raw --follow "$service" > >(tee "$log") 2>&1 &
        follower=$! ;;
    esac
  fi
  case ${state:-new} in
    complete | failed | rejected | orphaned) break ;;
    new | pending | allocated) [ $SECONDS -lt "${PENDING_TIMEOUT:-120}" ] || { echo "Cannot run $name: no node took it in $SECONDS s: ${message:-}. See 'docker node ls' and the nodes' free memory." >&2; exit 1; } ;;
  esac
  [ "${desired:-running}" != shutdown ] || { echo "Cannot finish $name: its node was lost or somebody removed it ($state). Run it again." >&2; exit 1; }
  [ $SECONDS -lt "${JOB_TIMEOUT:-3600}" ] || { echo "Cannot finish $name: still running after $SECONDS s. Raise JOB_TIMEOUT if it needs more." >&2; exit 1; }
  sleep 0.3
done
# The log reaches the manager a little after the end; it is complete when it stops growing.
size=-1
while [ "$size" != "$(stat -c %s "$log")" ]; do size=$(stat -c %s "$log"); sleep 0.7; done
[ "$state" = complete ] && exit 0
echo "Job $name $state (exit code ${code:--}): ${message:-no reason given}" >&2
[[ ${code:-} =~ ^[1-9][0-9]*$ ]] && exit "$code"
exit 1
