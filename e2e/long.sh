#!/usr/bin/env bash
# Runs the tests that take too long for 'make test', and puts their results into docs/test-long.md (root on Linux).
# Usage: long.sh [--help] [usual] [sid] [containerd] [fuzz]      without a part: all four
#   usual       the tests with the tag long, on this host's engine; among them a power loss of all three hosts at once
#   sid         gateway, scale, drain, power loss, engine death, recovery, on an engine of Debian sid
#   containerd  images/build.sh minio edge on a clean engine of Debian sid that keeps images in containerd's store
#   fuzz        FUZZ_BODIES random bodies (default 100000) against the guard of the Docker API; no row in the page
# LAKESWARM_LAB    the lab of the usual part; the other parts have folders of their own beside it
# LAB_ENGINE_ROOT  the root with the other engine (default: beside the lab; made by 'lab.sh engine-root' when missing)
# Ends with 1 when a test failed, was skipped, or none ran.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=stacks/lib.sh
. stacks/lib.sh
export CI=true
LAB=${LAKESWARM_LAB:-/var/lib/lakeswarm-lab}
SID=${LAB_ENGINE_ROOT:-$LAB-sid-root}
TABLE=e2e/src/test/java/io/lakeswarm/e2e/report/TestTable.java
SID_CLASSES=GatewayE2E,ScaleE2E,DrainE2E,PowerLossE2E,EngineDeathE2E,RecoveryE2E
failed=()

tests() { # part Maven's options…; puts the part's rows into the table
  local part=$1 engine reports=$PWD/e2e/target/long/$1 status=0
  shift
  engine=$(e2e/lab.sh version) || return 1
  step "$part: engine $engine"
  rm -rf "$reports"
  ./mvnw -B -ntp -pl e2e verify -Dtest=None -Dsurefire.failIfNoSpecifiedTests=false -De2e.reports="$reports" "$@" ||
    status=1
  java $TABLE docs/test-long.md "$part" "$engine" "$reports" class || status=1
  return $status
}

usual() {
  # The simulator that takes Dremio's place is one of the reconciler's test classes.
  ./mvnw -q -B -ntp -pl reconciler test-compile || return 1
  tests usual -De2e.tags=long -De2e.withoutTags=upgrade
}

other_engine() { # folder of its lab
  step "the root of the other engine: $SID"
  LAB_ENGINE_ROOT='' e2e/lab.sh engine-root "$SID" || return 1
  export LAB_ENGINE_ROOT=$SID LAKESWARM_LAB=$1
}

sid() (
  other_engine "$LAB-sid" || exit 1
  tests sid -Dit.test=$SID_CLASSES -De2e.withoutTags=upgrade
)

containerd() (
  other_engine "$LAB-containerd" || exit 1
  e2e/lab.sh purge || exit 1
  mkdir -p "$LAKESWARM_LAB"
  export LAB_ENGINE_CONFIG=$LAKESWARM_LAB/daemon.json
  echo '{"features": {"containerd-snapshotter": true}}' >"$LAB_ENGINE_CONFIG"
  tests containerd -De2e.tags=containerd -De2e.withoutTags=upgrade
)

fuzz() ( # by the Go that builds the guard; a body that passes and must not is left in e2e/target/long/fuzz
  trap 'e2e/lab.sh down' EXIT
  e2e/lab.sh up && eval "$(e2e/lab.sh env)" && images/build.sh base-trixie || exit 1
  base=$(docker image ls --format '{{.Repository}}:{{.Tag}}' 127.0.0.1:5000/lakeswarm/base-trixie | head -1)
  step "fuzz: ${FUZZ_BODIES:=100000} bodies"
  mkdir -p e2e/target/long/fuzz
  docker run --rm -e CGO_ENABLED=0 -e GOTOOLCHAIN=local -e FUZZ_BODIES="$FUZZ_BODIES" \
    -v "$PWD/images/edge/guard:/guard:ro" -v "$PWD/e2e/target/long/fuzz:/tmp/guard/testdata/fuzz" "$base" sh -ec \
    'apt-get update -qq; apt-get install -y -qq golang-go >/dev/null; cp -r /guard /tmp; cd /tmp/guard
     go test -run "^$" -fuzz FuzzJob -fuzztime "${FUZZ_BODIES}x" .'
)

case ${1:-} in
  --help | -h)
    usage
    exit
    ;;
esac
[ $# -gt 0 ] || set -- usual sid containerd fuzz
for part in "$@"; do
  case $part in
    usual | sid | containerd | fuzz) "$part" || failed+=("$part") ;;
    *) fatal "Cannot run $part: there is no such part. Choose usual, sid, containerd or fuzz." ;;
  esac
done
if [ ${#failed[@]} -gt 0 ]; then
  step "FAILED: ${failed[*]}, see docs/test-long.md"
  exit 1
fi
step "all passed, see docs/test-long.md"
