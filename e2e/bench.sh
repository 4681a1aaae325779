#!/usr/bin/env bash
# Measures speed and size of the platform on the three-engine lab and writes docs/benchmarks.md. About 25 minutes; root on Linux.
#   LAKESWARM_SNAPSHOT  a snapshot of the Open Brewery DB (default: the project's own small sample)
#   BENCH_ROUNDS        hand-made scalings for the reaction time (default 100)
set -euo pipefail
cd "$(dirname "$0")/.."
CI=true ./mvnw -q -B -ntp -pl e2e verify -Dit.test=PlatformBench
cat docs/benchmarks.md
