#!/usr/bin/env bash
# Runs one job as a one-off Swarm service on any node, shows its log live, ends with its exit code, removes the service.
# Usage: run.sh NAME IMAGE [ARG…]      IMAGE: wsl-spark-apps or wsl-python-apps
#   JOB_ENV          environment, space separated NAME=value
#   JOB_MEMORY       limit (default 1536M)
#   JOB_TIMEOUT      seconds until the job is ended (default 3600)
#   PENDING_TIMEOUT  seconds to find a node (default 120)
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=stacks/lib.sh
. stacks/lib.sh
if [ $# -lt 2 ]; then
  usage >&2
  exit 2
fi
name=$1 image=$2 service=lakeswarm-job-$1-$(date +%s)-$$
shift 2
require_manager "run $name"
load_env
tag_variable=$(upper "$image")_TAG
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

task_state() { # state, exit code or -, desired state, message; nothing without a task
  local code='{{if .Status.ContainerStatus}}{{.Status.ContainerStatus.ExitCode}}{{else}}-{{end}}'
  local message='{{.Status.Err}}{{if not .Status.Err}}{{.Status.Message}}{{end}}'
  docker service ps "$service" --no-trunc --format '{{.ID}}' 2>/dev/null | head -1 |
    xargs -r docker inspect -f "{{.Status.State}} $code {{.DesiredState}} $message"
}

service_is_gone() { [[ $(docker service inspect "$service" 2>&1 >/dev/null) == *"no such service"* ]]; }

SECONDS=0
state=new
while :; do
  if ! read -r state code desired message < <(task_state || true) && service_is_gone; then
    fatal "Cannot finish $name: its service $service was removed. Run it again."
  fi
  if [ -z "$follower" ]; then
    case ${state:-new} in
      running | complete | failed)
        docker service logs --raw --follow "$service" > >(tee "$log") 2>&1 &
        follower=$!
        ;;
    esac
  fi
  case ${state:-new} in
    complete | failed | rejected | orphaned) break ;;
    new | pending | allocated)
      [ $SECONDS -lt "${PENDING_TIMEOUT:-120}" ] ||
        fatal "Cannot run $name: no node took it in $SECONDS s: ${message:-}." \
          "See 'docker node ls' and the nodes' free memory."
      ;;
  esac
  [ "${desired:-running}" != shutdown ] ||
    fatal "Cannot finish $name: its node was lost, or its service was removed ($state). Run it again."
  [ $SECONDS -lt "${JOB_TIMEOUT:-3600}" ] ||
    fatal "Cannot finish $name: still running after $SECONDS s. Raise JOB_TIMEOUT if it needs more."
  sleep 0.3
done
# The log reaches the manager a little after the end; it is complete when it stops growing.
size=-1
while [ "$size" != "$(stat -c %s "$log")" ]; do
  size=$(stat -c %s "$log")
  sleep 0.7
done
[ "$state" = complete ] && exit 0
echo "run: Cannot finish $name: its task is in state $state (exit code ${code:--}): ${message:-no reason given}." \
  "Read its log above, then run it again." >&2
[[ ${code:-} =~ ^[1-9][0-9]*$ ]] && exit "$code"
exit 1
