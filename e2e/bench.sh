#!/usr/bin/env bash
# Measures speed and size and puts the figures into docs/benchmarks.md, a section for each part; the other section stays
# as it is. Usage: bench.sh [reconciler] [platform]
#   reconciler          beside a simulated swarm, 6 minutes
#   platform            three engines, 50 minutes, root on Linux
#   LAKESWARM_SNAPSHOT  a snapshot of the Open Brewery DB (default: the project's own small sample)
#   BENCH_ROUNDS        hand-made scalings for the reaction time (default 200 simulated, 100 real)
#   BENCH_APP           another build's quarkus-app folder, to compare the reconciler with
set -euo pipefail
cd "$(dirname "$0")/.."

put() { # file: it takes the place of the section with the same heading, or comes last
  local page=docs/benchmarks.md
  awk -v heading="$(head -n 1 "$1")" -v section="$1" '
    function put(line) { while ((getline line < section) > 0) print line; done = 1 }
    /^## / { old = ($0 == heading); if (old) { put(); print "" } }
    !old
    END { if (!done) { print ""; put() } }' "$page" | cat -s >"$page.new"
  mv "$page.new" "$page"
}

[ $# -gt 0 ] || set -- reconciler platform
for part in "$@"; do
  case $part in
    reconciler)
      ./mvnw -q -B -ntp -pl reconciler verify -Dtest=None -Dsurefire.failIfNoSpecifiedTests=false \
        -Dit.test=ReconcilerBench
      put reconciler/target/benchmarks.md
      ;;
    platform)
      CI=true ./mvnw -q -B -ntp -pl e2e verify -Dit.test=PlatformBench
      put e2e/target/benchmarks.md
      ;;
    *)
      echo "Cannot measure $part: there is no such part. Choose reconciler or platform." >&2
      exit 1
      ;;
  esac
done
cat docs/benchmarks.md
