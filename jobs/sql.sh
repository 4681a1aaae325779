#!/usr/bin/env bash
# Prints the result of a Spark SQL query against the catalog.
# Usage: sql.sh "select count(*) from nessie.silver.breweries"
set -euo pipefail
cd "$(dirname "$0")/.."
if [ -z "${1:-}" ]; then
  echo "sql: Cannot query the catalog: no query given." \
    'Write make sql Q="select * from nessie.gold.breweries_by_country_and_type".' >&2
  exit 2
fi
exec jobs/run.sh sql wsl-spark-apps @/opt/spark/conf/jobs.args -Xmx768m -Dspark.master='local[2]' -Dspark.plugins= \
  io.lakeswarm.jobs.Jobs sql --query "$1"
