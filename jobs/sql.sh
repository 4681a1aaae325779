#!/usr/bin/env bash
# Prints the result of a Spark SQL query against the catalog. Usage: sql.sh "select count(*) from nessie.silver.breweries"
set -euo pipefail
cd "$(dirname "$0")/.."
[ -n "${1:-}" ] || { echo 'Cannot query: no query given. Write make sql Q="select * from nessie.gold.breweries_by_country_and_type".' >&2; exit 2; }
exec jobs/run.sh sql wsl-spark-apps -Xmx768m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 org.apache.spark.deploy.SparkSubmit --master 'local[2]' \
  --conf spark.ui.enabled=false --conf spark.plugins= --class io.lakeswarm.jobs.Jobs /opt/spark/apps/lakeswarm-jobs.jar sql --query "$1"
