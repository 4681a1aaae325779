#!/usr/bin/env bash
# Makes (or completes) the swarm that Lakeswarm runs on: engine, swarm, nodes, labels, overlays, secrets, gateway image on every node.
# Safe to run again: what is there stays, and the script says so.
#   NODES           further hosts, each `ssh://user@host[=address]` or `unix:///path.sock=address`; 1-2 hosts: one manager, from 3 on: three
#   ADVERTISE_ADDR  this host's address in the swarm (needed where it has several)
#   ADDR_POOL       addresses for overlays (default 10.77.0.0/16)
#   HEARTBEAT       how often nodes report, for a swarm that is made now (default 20s); one that missed three counts as down
#   SECRETS_DIR     where secrets stand, one file each (default .secrets; put own values there before the first run)
#   CERTS_DIR       where gateway.pem (certificate chain and key) stands, if the UIs shall speak TLS (default certs)
set -euo pipefail
cd "$(dirname "$0")"
SECRETS_DIR=${SECRETS_DIR:-.secrets} CERTS_DIR=${CERTS_DIR:-certs} ADDR_POOL=${ADDR_POOL:-10.77.0.0/16}
STATEFUL=(registry minio nessie-postgres spark-master dremio airflow-postgres jupyterlab prometheus alertmanager grafana)
RANDOM_SECRETS=(minio_root_user minio_root_password aws_access_key_id aws_secret_access_key nessie_postgres_password
  reconciler_token reconciler_viewer_token gateway_password registry_password dremio_password
  airflow_postgres_password airflow_password airflow_fernet_key airflow_jwt_secret airflow_secret_key jupyterlab_token grafana_password metrics_password)

info() { printf '  %s\n' "$*"; }
fatal() { echo "swarm-init: $*" >&2; exit 1; }

ensure_engine() {
  if ! docker version >/dev/null 2>&1 && [ -z "${DOCKER_HOST:-}" ]; then
    [ "$(id -u)" = 0 ] || fatal "Cannot start the Docker engine: not root. Run with sudo."
    if ! command -v dockerd >/dev/null; then
      info "engine: installing docker.io"
      { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends docker.io iptables; } >/tmp/lakeswarm-engine-install.log 2>&1 ||
        fatal "Cannot install docker.io: see /tmp/lakeswarm-engine-install.log. Install a Docker engine (20.10 or newer) by hand."
    fi
    start_engine
  fi
  docker version >/dev/null 2>&1 || fatal "Cannot reach the Docker engine at ${DOCKER_HOST:-/var/run/docker.sock}. Start it, or set DOCKER_HOST."
  info "engine: $(docker version -f '{{.Server.Version}}')"
}

start_engine() { # by systemd, else by service, else the daemon itself; it lives on, so it must not inherit the lock of the deploy (9)
  if [ -d /run/systemd/system ]; then systemctl enable --now docker >/dev/null 2>&1 || true
  else service docker start >/dev/null 2>&1 9>&- || true; fi
  wait_engine 10 && return
  info "engine: no init system started it, starting dockerd (log /var/log/dockerd.log)"
  setsid dockerd >>/var/log/dockerd.log 2>&1 </dev/null 9>&- &
  wait_engine 60 || fatal "Cannot start dockerd: no answer in 60 s. Read /var/log/dockerd.log."
}

wait_engine() { for _ in $(seq "$1"); do docker version >/dev/null 2>&1 && return; sleep 1; done; return 1; }

# An engine that leaves a swarm may keep an overlay (moby/moby#39225), takes it for the new one of its name, and its tasks start for ever.
ensure_no_old_overlay() { # engine; none: this host's
  local left engine=${1:-}
  for _ in $(seq 20); do
    left=$(docker ${engine:+-H "$engine"} network ls --filter label=lakeswarm.managed=true --format '{{.Name}}') || fatal "Cannot list the networks of ${engine:-this host}: see above."
    [ -n "$left" ] || return 0; sleep 0.5
  done
  fatal "Cannot use the engine of ${engine:-this host}: it keeps ${left//$'\n'/, } of a swarm that it has left, and no task on it could join the new network. Restart that engine ('systemctl restart docker' there), then run again."
}

ensure_swarm() {
  case $(docker info -f '{{.Swarm.LocalNodeState}}/{{.Swarm.ControlAvailable}}') in
    active/true) info "swarm: ok" ;;
    active/*) fatal "Cannot use this swarm: this host is a worker. Run on a manager, or set DOCKER_HOST to one." ;;
    *)
      ensure_no_old_overlay
      # shellcheck disable=SC2086
      docker swarm init ${ADVERTISE_ADDR:+--advertise-addr $ADVERTISE_ADDR} --dispatcher-heartbeat "${HEARTBEAT:-20s}" \
        --default-addr-pool "$ADDR_POOL" --default-addr-pool-mask-length 24 >/dev/null ||
        fatal "Cannot make the swarm: see above. With several addresses set ADVERTISE_ADDR."
      info "swarm: made" ;;
  esac
}

ensure_nodes() {
  local node host address role count=1 manager
  manager=$(docker info -f '{{.Swarm.NodeAddr}}'):2377
  # shellcheck disable=SC2086
  set -- ${NODES:-}
  local role_of_rest=worker; [ $# -lt 2 ] || role_of_rest=manager
  for node in "$@"; do
    count=$((count + 1)) host=${node%%=*} address=""
    [ "$host" = "$node" ] || address=${node#*=}
    case $host in unix://*) [ -n "$address" ] || fatal "Cannot join $host: a socket has no address. Write $host=ADDRESS." ;; esac
    docker -H "$host" version >/dev/null 2>&1 || fatal "Cannot reach the engine of $host: no answer. Check that the host is up and that 'docker -H $host version' works."
    if [ "$(docker -H "$host" info -f '{{.Swarm.LocalNodeState}}')" = active ]; then
      docker node inspect "$(docker -H "$host" info -f '{{.Swarm.NodeID}}')" >/dev/null 2>&1 || fatal "Cannot join $host: it belongs to another swarm. Run 'docker swarm leave' there first."
      info "node $host: ok"; continue
    fi
    ensure_no_old_overlay "$host"
    role=$role_of_rest; [ $count -le 3 ] || role=worker
    # shellcheck disable=SC2086
    docker -H "$host" swarm join --token "$(docker swarm join-token -q $role)" ${address:+--advertise-addr $address} "$manager" >/dev/null ||
      fatal "Cannot join $host as $role: see above. Ports 2377/tcp, 7946/tcp+udp and 4789/udp must be open between the hosts."
    info "node $host: joined as $role"
  done
}

ensure_labels() { # each stateful service on one node, spread
  local nodes service i=0 holder
  mapfile -t nodes < <(docker node ls -q | xargs docker node inspect -f '{{.CreatedAt}} {{.ID}}' | sort | awk '{print $NF}')
  for service in "${STATEFUL[@]}"; do
    holder=$(docker node ls -q | xargs docker node inspect -f "{{if eq (index .Spec.Labels \"lakeswarm.$service\") \"true\"}}{{.Description.Hostname}}{{end}}" | grep . || true)
    case $(grep -c . <<<"$holder") in
      0) docker node update --label-add "lakeswarm.$service=true" "${nodes[$((i % ${#nodes[@]}))]}" >/dev/null; info "label: $service -> $(docker node inspect -f '{{.Description.Hostname}}' "${nodes[$((i % ${#nodes[@]}))]}")" ;;
      1) info "label: $service -> $holder (ok)" ;;
      *) fatal "Cannot pin $service: several nodes carry lakeswarm.$service=true (${holder//$'\n'/, }). Keep the label only on the node that holds its data." ;;
    esac
    i=$((i + 1))
  done
}

ensure_networks() {
  local network
  for network in lakeswarm lakeswarm_control; do
    docker network inspect "$network" >/dev/null 2>&1 && { info "overlay $network: ok"; continue; }
    docker network create --driver overlay --label lakeswarm.managed=true "$network" >/dev/null
    info "overlay $network: made"
  done
}

random() { LC_ALL=C tr -dc "$1" </dev/urandom | head -c "$2" || true; }

ensure_secrets() {
  local name made=0
  if [ ! -e "$SECRETS_DIR/reconciler_token" ] && docker secret ls --format '{{.Name}}' | grep '^reconciler_token_' >/dev/null; then
    fatal "Cannot tell the secrets: the swarm has them but $SECRETS_DIR/ has not. Copy $SECRETS_DIR/ from where the first deploy ran, or run 'make destroy' and start anew."
  fi
  umask 077; mkdir -p "$SECRETS_DIR"
  for name in "${RANDOM_SECRETS[@]}"; do
    [ -s "$SECRETS_DIR/$name" ] && continue
    # Names of keys are random too: this MinIO lets anybody write who knows one.
    # Dremio takes no password without a letter and a digit; a Fernet key is 32 bytes in base64; HS512 wants 64 bytes.
    case $name in *_user | *_id) random A-Z0-9 20 ;; dremio_*) echo "d0$(random A-Za-z0-9 38)" ;; *_fernet_key) head -c 32 /dev/urandom | base64 | tr '+/' '-_' | tr -d '\n' ;; *_jwt_secret) random A-Za-z0-9 72 ;; *) random A-Za-z0-9 40 ;; esac >"$SECRETS_DIR/$name"
    made=$((made + 1))
  done
  printf '[default]\naws_access_key_id = %s\naws_secret_access_key = %s\n' "$(cat "$SECRETS_DIR/aws_access_key_id")" "$(cat "$SECRETS_DIR/aws_secret_access_key")" >"$SECRETS_DIR/aws_credentials"
  if [ -f "$CERTS_DIR/gateway.pem" ]; then cat "$CERTS_DIR/gateway.pem"; else echo none; fi >"$SECRETS_DIR/gateway_certificate"
  for name in "${RANDOM_SECRETS[@]}" aws_credentials gateway_certificate; do
    local full; full=${name}_$(sha256sum "$SECRETS_DIR/$name" | cut -c1-8)
    docker secret inspect "$full" >/dev/null 2>&1 || docker secret create --label lakeswarm.managed=true "$full" "$SECRETS_DIR/$name" >/dev/null
  done
  info "secrets: $([ $made = 0 ] && echo ok || echo "$made made") in $SECRETS_DIR/"
}

main() {
  case ${1:-} in --help | -h) sed -n '2,9p' "$0"; exit ;; --engine) ensure_engine; exit ;; esac
  ensure_engine
  ensure_swarm
  ensure_nodes
  ensure_labels
  ensure_networks
  ensure_secrets
}
main "$@"
