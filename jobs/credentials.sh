#!/usr/bin/env bash
# Prints users, passwords and tokens from .secrets/ (or SECRETS_DIR).
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=stacks/lib.sh
. stacks/lib.sh
dir=${SECRETS_DIR:-.secrets}
[ -d "$dir" ] ||
  fatal "Cannot print credentials: there is no $dir/." \
    "Run 'make swarm_deploy', or copy $dir/ from the host of the first deploy."
show() { # title file
  [ -r "$dir/$2" ] ||
    fatal "Cannot print credentials: $dir/$2 is missing or not readable. Run as the user of the deploy. If it is" \
      "missing, 'make swarm_deploy' makes it."
  printf '%-34s %s\n' "$1" "$(cat "$dir/$2")"
}
show "MinIO root user" minio_root_user
show "MinIO root password" minio_root_password
show "Lake user's access key" aws_access_key_id
show "Lake user's secret key" aws_secret_access_key
show "Dremio password (user admin)" dremio_password
show "Airflow password (user admin)" airflow_password
show "JupyterLab token" jupyterlab_token
show "Grafana password (user admin)" grafana_password
show "Gateway password (user admin)" gateway_password
show "Reconciler token (operator)" reconciler_token
show "Reconciler token (viewer)" reconciler_viewer_token
show "Registry password (user lakeswarm)" registry_password
show "Nessie's Postgres (user nessie)" nessie_postgres_password
show "Airflow's Postgres (user airflow)" airflow_postgres_password
