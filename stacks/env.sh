#!/usr/bin/env bash
# Prints, as `export` lines, what the stack files need: image tags, hashes of config files, names of secrets, live worker count.
# For a deploy by hand: eval "$(stacks/env.sh)" && docker stack deploy --resolve-image never -c stacks/spark.yml spark
set -euo pipefail
cd "$(dirname "$0")/.."
SECRETS_DIR=${SECRETS_DIR:-.secrets}
upper() { tr 'a-z.-' 'A-Z__' <<<"$1"; }
hash8() { sha256sum "$1" | cut -c1-8; }

[ -f images/tags.env ] || { echo "env.sh: no image tags. Run 'make build_images'." >&2; exit 1; }
[ -d "$SECRETS_DIR" ] || { echo "env.sh: no secrets in $SECRETS_DIR/. Run './swarm-init.sh'." >&2; exit 1; }
sed 's/^/export /' images/tags.env
echo "export DREMIO_IMAGE=${DREMIO_IMAGE:-$(sed -n 's/^DREMIO_IMAGE=//p' images/versions.env)}"
echo "export GRAFANA_IMAGE=${GRAFANA_IMAGE:-$(sed -n 's/^GRAFANA_IMAGE=//p' images/versions.env)}"
for file in stacks/edge/gateway.cfg stacks/edge/docker-proxy.cfg stacks/desired-state.yml stacks/policies/*.json stacks/monitoring/*.yml stacks/monitoring/*/*.{yml,json}; do
  echo "export $(upper "$(basename "$file")")_HASH=$(hash8 "$file")"
done
for file in "$SECRETS_DIR"/*; do
  echo "export SECRET_$(upper "$(basename "$file")")=$(basename "$file")_$(hash8 "$file")"
done
# A stack deploy always writes `replicas`; the reconciler's number is kept by writing what is there.
if live=$(docker service inspect spark_spark-worker -f '{{.Spec.Mode.Replicated.Replicas}}' 2>/dev/null); then
  echo "export SPARK_WORKER_REPLICAS=$live"
fi
