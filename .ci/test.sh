#!/usr/bin/env bash
# Everything that is tested: lint, Python, unit, in-process and three-engine tests; then a summary with counts and what
# was skipped.
# Installs what it needs on Debian or Ubuntu (as root). CI=true: the three-engine tests must have run.
# TEST_MINUTES=n: the three-engine tests are broken off so that the summary comes within n minutes (default: never).
set -uo pipefail
cd "$(dirname "$0")/.." || exit
START=$SECONDS
results=()
failed=0

phase() { # name command…
  local name=$1 started=$SECONDS
  shift
  printf '\n=== %s\n' "$name"
  local outcome=ok
  "$@" || outcome=FAILED
  [ $outcome = ok ] || failed=1
  results+=("$(printf '%-7s %-31s %5d s' $outcome "$name" $((SECONDS - started)))")
}

both() { # command command: at once; what the first prints comes after the second
  local log first status
  log=$(mktemp)
  "$1" >"$log" 2>&1 &
  first=$!
  "$2"
  status=$?
  wait "$first" || status=1
  cat "$log"
  rm -f "$log"
  return "$status"
}

python_tests() { .ci/one-core.sh 1 jobs/python/run-tests.sh && .ci/one-core.sh 1 jobs/airflow/run-tests.sh; }
# Two modules at a time: much of their time is waiting.
java_tests() {
  local java
  java=$(command -v "${JAVA_HOME:+$JAVA_HOME/bin/}java") || return
  TEST_JAVA=$java ./mvnw -B -ntp -q -T 2 -Djvm="$PWD/.ci/pinned/bin/java" -pl '!e2e' verify
}

three_engines() {
  local seconds status=0 within=()
  # What an earlier run left here is no result of this one.
  rm -rf e2e/target/failsafe-reports
  if [ -n "${TEST_MINUTES:-}" ]; then
    seconds=$((TEST_MINUTES * 60 - SECONDS + START - 60))
    within=(timeout $((seconds > 0 ? seconds : 1)))
  fi
  "${within[@]}" ./mvnw -B -ntp -pl e2e verify || status=$?
  if [ "$status" = 124 ]; then
    echo "Cannot end the three-engine tests: they did not end within TEST_MINUTES=$TEST_MINUTES of this run's start." \
      "Run it on a host with more free CPU time."
    e2e/lab.sh down
  fi
  return "$status"
}

# command:package
TOOLS=(shellcheck:shellcheck shfmt:shfmt yamllint:yamllint make:make git:git dockerd:docker.io iptables:iptables
  ip:iproute2 debootstrap:debootstrap jq:jq curl:curl python3:python3 javac:openjdk-17-jdk-headless
  nsenter:util-linux nft:nftables chromium:chromium node:nodejs npm:npm haproxy:haproxy)

install_tools() {
  local missing=() pair
  for pair in "${TOOLS[@]}"; do
    command -v "${pair%%:*}" >/dev/null || missing+=("${pair#*:}")
  done
  python3 -c 'import venv, ensurepip' 2>/dev/null || missing+=(python3-venv)
  if [ ${#missing[@]} = 0 ]; then
    echo "tools: all there"
    return
  fi
  echo "installing ${missing[*]}"
  if [ "$(id -u)" != 0 ]; then
    echo "Cannot install ${missing[*]}: not root. Install them or run as root." >&2
    return 1
  fi
  apt-get update -qq >/dev/null &&
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

phase "tools" install_tools
LAKESWARM_SLOWNESS=$(.ci/slowness.py)
export LAKESWARM_SLOWNESS
phase "lint" .ci/lint.sh
phase "alert rules" .ci/promtool.sh
phase "Python; Java: unit, in-process" both python_tests java_tests
[ $failed = 1 ] || phase "three engines" three_engines

printf '\n=== summary (%d min)\n' $(((SECONDS - START) / 60))
printf '%s\n' "${results[@]}"
python3 .ci/summary.py || failed=1
exit $failed
