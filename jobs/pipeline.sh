#!/usr/bin/env bash
# Runs the pipeline step by step as Swarm services: ingest, check, silver, gold.
# Stops at the first step that fails; can be run again.
#   BREWERY_API  address of the Open Brewery DB or of a look-alike (default https://api.openbrewerydb.org)
set -euo pipefail
cd "$(dirname "$0")/.."
api=${BREWERY_API:-https://api.openbrewerydb.org}
results=$(mktemp) log=$(mktemp)
trap 'rm -f "$results" "$log"' EXIT

step() { # name image command…
  local name=$1 status=0
  shift
  printf '\n== %s\n' "$name"
  jobs/run.sh "$name" "$@" | tee "$log" | grep -v '^LAKESWARM_RESULT ' || status=${PIPESTATUS[0]}
  grep '^LAKESWARM_RESULT ' "$log" >>"$results" || true
  return "$status"
}

spark() { # job arguments…
  JOB_MEMORY=${DRIVER_MEMORY_LIMIT:-1536M} step "$1" wsl-spark-apps \
    @/opt/spark/conf/jobs.args -Xmx"${DRIVER_MEMORY:-768m}" io.lakeswarm.jobs.Jobs "$@"
}

started=$SECONDS
JOB_ENV="BREWERY_API=$api" step ingest wsl-python-apps ingest
JOB_ENV="BREWERY_API=$api" step check wsl-python-apps check
spark silver
spark gold
jobs/results.sh $((SECONDS - started)) <"$results"
