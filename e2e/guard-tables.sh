#!/usr/bin/env bash
# The forbidden tables of the Docker API's guard against a real engine (root on Linux; docker.io, iproute2, util-linux).
# Usage: guard-tables.sh [--help] [BINARY]
#   BINARY  the guard's tests, as 'go test -c' makes them; without it they are those of the edge image, whose stage is
#           built by the engine of DOCKER_HOST
# The engine is a throwaway: a swarm of one drained node, in namespaces of its own, with its data in a temporary folder.
# LAB_ENGINE_ROOT  a root directory whose engine is used instead of this host's
set -euo pipefail
BINARY=${1:+$(realpath -- "$1")}
cd "$(dirname "$0")/.."
# shellcheck source=stacks/lib.sh
. stacks/lib.sh
ROOT=${LAB_ENGINE_ROOT:-}
SECONDS_TO_START=60

inside() { # FOLDER: as the first process of the namespaces; all others end with it
  local socket=$1/docker.sock engine
  export DOCKER_HOST=unix://$socket
  ip link set lo up
  echo '{}' >"$1/daemon.json"
  # The mounts of LAB_ENGINE_ROOT are the engine's alone.
  NAME=guardtables ROOT=$ROOT LAB=$1 unshare --mount sh -c "$(cat e2e/lab-engine.sh)" dockerd \
    --config-file "$1/daemon.json" --data-root "$1/data" --exec-root "$1/exec" --pidfile "$1/pid" \
    --bridge none --iptables=false -H "unix://$socket" >"$1/log" 2>&1 </dev/null &
  engine=$!
  until docker version >/dev/null 2>&1; do
    kill -0 $engine 2>/dev/null || fatal "Cannot start an engine: it ended, see the lines below."
    [ $SECONDS -lt $SECONDS_TO_START ] || fatal "Cannot start an engine: no answer after $SECONDS_TO_START s."
    sleep 0.2
  done
  docker swarm init --advertise-addr 127.0.0.1 --listen-addr 127.0.0.1 --availability drain >/dev/null
  step "engine $(docker version -f '{{.Server.Version}}'), a swarm of one drained node"
  cd images/edge/guard
  GUARD_TEST_SOCKET=$socket "$1/guard.test" -test.v -test.count=1 -test.timeout=10m -test.run TestARealEngine
}

fetch() { # the tests of the edge image
  local image
  image=$(images/build.sh --stage edge guard)
  container=$(docker create "$image" none)
  docker cp "$container:/out/guard.test" "$folder/guard.test" >/dev/null
}

clean_up() {
  if [ -n "$space" ]; then
    # unshare ends after the last process of the namespaces.
    xargs -r kill -KILL <"/proc/$space/task/$space/children" || true
    wait "$space" || true
  fi
  [ -z "$container" ] || docker rm "$container" >/dev/null || true
  rm -rf "$folder"
  # Where lab-engine.sh mounted it.
  [ -z "$ROOT" ] || rmdir "$ROOT$folder" 2>/dev/null || true
}

case ${1:-} in
  --help | -h)
    usage
    exit
    ;;
  --inside)
    inside "$2"
    exit
    ;;
esac
[ "$(id -u)" = 0 ] || fatal "Cannot start an engine: not root. Run as root."
folder=$(mktemp -d) container='' space=''
trap clean_up EXIT
if [ -n "$BINARY" ]; then cp "$BINARY" "$folder/guard.test"; else fetch; fi
unshare --net --uts --mount --pid --fork --kill-child --mount-proc "$SELF" --inside "$folder" &
space=$!
status=0
wait $space || status=$?
space=''
[ $status = 0 ] || tail -n 20 "$folder/log" >&2
exit $status
