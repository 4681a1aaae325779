# shellcheck shell=bash
# How swarm-init.sh makes the files of SECRETS_DIR and gives them to the swarm. A name ends in the hash of its content.

random() { LC_ALL=C tr -dc "$1" </dev/urandom | head -c "$2" || true; } # characters length

new_secret() { # name: a random value of the form that its reader accepts
  case $1 in
    # Ids of keys are random too: this MinIO takes writes from whoever sends an id that exists.
    *_user | *_id) random A-Z0-9 20 ;;
    # Dremio takes no password without a letter and a digit.
    dremio_*) echo "d0$(random A-Za-z0-9 38)" ;;
    # A Fernet key is 32 bytes in base64, in the alphabet for URLs.
    *_fernet_key) head -c 32 /dev/urandom | base64 | tr '+/' '-_' | tr -d '\n' ;;
    # HS512 wants 64 bytes.
    *_jwt_secret) random A-Za-z0-9 72 ;;
    *) random A-Za-z0-9 40 ;;
  esac
}

ensure_secrets() {
  local name full made=0 there
  there=$(ask_swarm secret ls --format '{{.Name}}')
  if [ ! -e "$SECRETS_DIR/reconciler_token" ] && grep '^reconciler_token_' <<<"$there" >/dev/null; then
    fatal "Cannot read the secrets: the swarm holds them, but $SECRETS_DIR/ is missing. Copy $SECRETS_DIR/ from the" \
      "host of the first deploy, or run 'make destroy' and start again."
  fi
  umask 077
  mkdir -p "$SECRETS_DIR"
  for name in "${RANDOM_SECRETS[@]}"; do
    [ -s "$SECRETS_DIR/$name" ] && continue
    new_secret "$name" >"$SECRETS_DIR/$name"
    made=$((made + 1))
  done
  printf '[default]\naws_access_key_id = %s\naws_secret_access_key = %s\n' \
    "$(cat "$SECRETS_DIR/aws_access_key_id")" "$(cat "$SECRETS_DIR/aws_secret_access_key")" \
    >"$SECRETS_DIR/aws_credentials"
  # What images/wsl-spark/conf/spark-env.sh makes of the same file. The word keeps it apart from the file's own hash,
  # which stands in the name of the secret.
  { echo spark && cat "$SECRETS_DIR/aws_credentials"; } | sha256sum | cut -c1-64 >"$SECRETS_DIR/spark_secret"
  # docker-py reads headers from its config.json, and no user or password.
  printf '{"HttpHeaders": {"Authorization": "Basic %s"}}\n' \
    "$(printf 'airflow:%s' "$(cat "$SECRETS_DIR/docker_airflow")" | base64 -w 0)" >"$SECRETS_DIR/docker_airflow_config"
  if [ -f "$CERTS_DIR/gateway.pem" ]; then cat "$CERTS_DIR/gateway.pem"; else echo none; fi \
    >"$SECRETS_DIR/gateway_certificate"
  for name in "${RANDOM_SECRETS[@]}" aws_credentials spark_secret gateway_certificate docker_airflow_config; do
    full=${name}_$(hash8 "$SECRETS_DIR/$name")
    grep -xF "$full" <<<"$there" >/dev/null ||
      docker secret create --label lakeswarm.managed=true "$full" "$SECRETS_DIR/$name" >/dev/null
  done
  info "secrets: $([ $made = 0 ] && echo ok || echo "$made made") in $SECRETS_DIR/"
}
