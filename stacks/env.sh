#!/usr/bin/env bash
# Prints, as `export` lines, what the stack files need: image tags, hashes of config files, names of secrets,
# the live number of workers.
# For a deploy by hand: eval "$(stacks/env.sh)" && docker stack deploy --resolve-image never -c stacks/spark.yml spark
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=stacks/lib.sh
. stacks/lib.sh
SECRETS_DIR=${SECRETS_DIR:-.secrets}
CONFIGS=(
  stacks/edge/gateway.cfg stacks/edge/jobs.json stacks/desired-state.yml stacks/policies/*.json
  stacks/monitoring/*.yml stacks/monitoring/*/*.{yml,json}
)

vendor_image() { # variable: from the environment, else from versions.env
  echo "export $1=${!1:-$(sed -n "s/^$1=//p" images/versions.env)}"
}

[ -f images/tags.env ] ||
  fatal "Cannot read the image tags: images/tags.env is missing. Run 'make swarm_deploy', or 'make build_images'."
[ -d "$SECRETS_DIR" ] ||
  fatal "Cannot read the secrets: $SECRETS_DIR/ is missing. Run 'make swarm_deploy', or copy it from the host of the" \
    "first deploy."
sed 's/^/export /' images/tags.env
echo "export LAKESWARM_VERSION=$(sed -n 's:.*<revision>\(.*\)</revision>.*:\1:p' pom.xml)"
vendor_image DREMIO_IMAGE
vendor_image GRAFANA_IMAGE
for file in "${CONFIGS[@]}"; do
  echo "export $(upper "$(basename "$file")")_HASH=$(hash8 "$file")"
done
for file in "$SECRETS_DIR"/*; do
  echo "export SECRET_$(upper "$(basename "$file")")=$(basename "$file")_$(hash8 "$file")"
done
# A stack deploy always writes `replicas`; the reconciler's number is kept by writing what is there.
if swarm_has service spark_spark-worker; then
  live=$(ask_swarm service inspect spark_spark-worker -f '{{.Spec.Mode.Replicated.Replicas}}')
  echo "export SPARK_WORKER_REPLICAS=$live"
fi
