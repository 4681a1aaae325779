#!/usr/bin/env bash
# Makes (or completes) the swarm that Lakeswarm runs on: engine, swarm, nodes, labels, overlays, secrets.
# Safe to run again: it keeps what is there, and reports it.
#   NODES           further hosts, each `ssh://user@host[=address]` or `unix:///path.sock=address`;
#                   up to 2 hosts: one manager, from 3 on: three
#   ADVERTISE_ADDR  this host's address in the swarm (needed where it has several)
#   ADDR_POOL       addresses for overlays (default 10.77.0.0/16)
#   HEARTBEAT       how often nodes report, for a new swarm (default 20s); a node that missed three counts as down
#   ENCRYPT_CONTROL off: the control overlay is never encrypted (default auto: if every node's kernel has ESP)
#   SECRETS_DIR     folder of the secrets, one file each (default .secrets; put own values there before the first run)
#   CERTS_DIR       folder of gateway.pem (certificate chain and key), if the UIs shall speak TLS (default certs)
set -euo pipefail
cd "$(dirname "$0")"
# shellcheck source=stacks/lib.sh
. stacks/lib.sh
# shellcheck source=stacks/secrets.sh
. stacks/secrets.sh
# shellcheck source=stacks/esp.sh
. stacks/esp.sh
SECRETS_DIR=${SECRETS_DIR:-.secrets} CERTS_DIR=${CERTS_DIR:-certs} ADDR_POOL=${ADDR_POOL:-10.77.0.0/16}
# Services with a volume: a label pins each to the node that holds its data.
STATEFUL=(
  registry minio nessie-postgres spark-master dremio airflow-postgres jupyterlab prometheus alertmanager grafana
)
RANDOM_SECRETS=(
  minio_root_user minio_root_password aws_access_key_id aws_secret_access_key nessie_postgres_password
  reconciler_token reconciler_viewer_token gateway_password registry_password dremio_password
  airflow_postgres_password airflow_password airflow_fernet_key airflow_jwt_secret airflow_secret_key
  jupyterlab_token grafana_password metrics_password docker_reconciler docker_airflow docker_prometheus
  spark_pages_token
)

ensure_engine() {
  if ! engine_answers && [ -z "${DOCKER_HOST:-}" ]; then
    [ "$(id -u)" = 0 ] || fatal "Cannot start the Docker engine: not root. Run with sudo."
    command -v dockerd >/dev/null || install_engine
    start_engine
  fi
  engine_answers ||
    fatal "Cannot reach the Docker engine at ${DOCKER_HOST:-/var/run/docker.sock}. Start it, or set DOCKER_HOST."
  info "engine: $(docker version -f '{{.Server.Version}}')"
}

engine_answers() { docker version >/dev/null 2>&1; }

install_engine() {
  local log=/tmp/lakeswarm-engine-install.log
  info "engine: installing docker.io"
  {
    apt-get update &&
      DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends docker.io iptables
  } >$log 2>&1 || fatal "Cannot install docker.io: see $log. Install a Docker engine (20.10 or newer) by hand."
}

# By systemd, else by service, else the daemon itself. It outlives a deploy, so it must not inherit its lock (9).
start_engine() {
  if [ -d /run/systemd/system ]; then
    systemctl enable --now docker >/dev/null 2>&1 || true
  else
    service docker start >/dev/null 2>&1 9>&- || true
  fi
  retry 10 1 engine_answers && return
  info "engine: no init system started it, starting dockerd (log /var/log/dockerd.log)"
  setsid dockerd >>/var/log/dockerd.log 2>&1 </dev/null 9>&- &
  retry 60 1 engine_answers || fatal "Cannot start dockerd: no answer in 60 s. Read /var/log/dockerd.log."
}

# An engine that leaves a swarm while tasks end may keep an overlay (moby/moby#39225). It takes that overlay for the
# new one of the same name, and each task that needs it starts for ever.
ensure_no_old_overlay() { # engine; none: this host's
  local left=""
  retry 20 0.5 old_overlays_gone "${1:-}" ||
    fatal "Cannot use the engine of ${1:-this host}: it keeps ${left//$'\n'/, } of a swarm that it has left, and no" \
      "task on it could join the new network. Restart that engine ('systemctl restart docker' there), then run again."
}

old_overlays_gone() { # engine; sets left
  left=$(docker ${1:+-H "$1"} network ls --filter label=lakeswarm.managed=true --format '{{.Name}}') ||
    fatal "Cannot list the networks of ${1:-this host}: see above."
  [ -z "$left" ]
}

ensure_swarm() {
  local state
  state=$(docker info -f '{{.Swarm.LocalNodeState}}/{{.Swarm.ControlAvailable}}') ||
    fatal "Cannot make the swarm: this host's engine does not answer, see above. Start it and run again."
  case $state in
    active/true) info "swarm: ok" ;;
    active/*) fatal "Cannot use this swarm: this host is a worker. Run on a manager, or set DOCKER_HOST to one." ;;
    *)
      ensure_no_old_overlay
      # shellcheck disable=SC2086
      docker swarm init ${ADVERTISE_ADDR:+--advertise-addr $ADVERTISE_ADDR} \
        --dispatcher-heartbeat "${HEARTBEAT:-20s}" \
        --default-addr-pool "$ADDR_POOL" --default-addr-pool-mask-length 24 >/dev/null ||
        fatal "Cannot make the swarm: see above. With several addresses set ADVERTISE_ADDR."
      info "swarm: made"
      ;;
  esac
}

# Who joins is let in first: where the hosts have the kit's firewall, they would drop the new node's packets.
ensure_firewall() { stacks/firewall.sh refresh; }

ensure_nodes() {
  local node count=1 role_of_rest=worker role
  # shellcheck disable=SC2086
  set -- ${NODES:-}
  [ $# -lt 2 ] || role_of_rest=manager
  for node in "$@"; do
    count=$((count + 1)) role=$role_of_rest
    [ $count -le 3 ] || role=worker
    ensure_node "$node" "$role"
  done
}

ensure_node() { # node role
  local host=${1%%=*} address="" role=$2 state members
  [ "$host" = "$1" ] || address=${1#*=}
  case $host in
    unix://*) [ -n "$address" ] || fatal "Cannot join $host: a socket has no address. Write $host=ADDRESS." ;;
  esac
  state=$(docker -H "$host" info -f '{{.Swarm.LocalNodeState}} {{.Swarm.NodeID}}' 2>/dev/null) ||
    fatal "Cannot reach the engine of $host: no answer. Check that the host is up" \
      "and that 'docker -H $host version' works."
  if [ "${state% *}" = active ]; then
    members=$(ask_swarm node ls -q)
    grep -xF "${state#* }" <<<"$members" >/dev/null ||
      fatal "Cannot join $host: it belongs to another swarm. Run 'docker swarm leave' there first."
    info "node $host: ok"
    return
  fi
  ensure_no_old_overlay "$host"
  require_esp "$host"
  # shellcheck disable=SC2086
  docker -H "$host" swarm join --token "$(docker swarm join-token -q "$role")" \
    ${address:+--advertise-addr $address} "$(docker info -f '{{.Swarm.NodeAddr}}'):2377" >/dev/null ||
    fatal "Cannot join $host as $role: see above." \
      "Ports 2377/tcp, 7946/tcp+udp and 4789/udp must be open between the hosts."
  info "node $host: joined as $role"
}

ensure_labels() { # each stateful service on one node, spread over the nodes by age
  local nodes node service i=0 holders
  nodes=$(each_node '{{.CreatedAt}} {{.ID}}')
  mapfile -t nodes < <(sort <<<"$nodes" | awk '{print $NF}')
  for service in "${STATEFUL[@]}"; do
    node=${nodes[$((i % ${#nodes[@]}))]}
    holders=$(nodes_of "$service" '{{.Description.Hostname}}')
    case $(grep -c . <<<"$holders") in
      0)
        docker node update --label-add "lakeswarm.$service=true" "$node" >/dev/null
        info "label: $service -> $(docker node inspect -f '{{.Description.Hostname}}' "$node")"
        ;;
      1) info "label: $service -> $holders (ok)" ;;
      *)
        fatal "Cannot pin $service: several nodes carry lakeswarm.$service=true (${holders//$'\n'/, })." \
          "Keep the label only on the node that holds its data."
        ;;
    esac
    i=$((i + 1))
  done
}

ensure_networks() {
  local encrypted
  encrypted=$(encryption lakeswarm_control_internal) || exit
  ensure_network lakeswarm
  # Internal: containers have no second interface by which a process of the host, or VXLAN frames of a stranger, get an
  # answer of the Docker API or of Nessie's database.
  # shellcheck disable=SC2086
  ensure_network lakeswarm_control_internal --internal $encrypted
  # Not in a stack file, as Airflow's is: Nessie and its exporter are of two stacks.
  ensure_network lakeswarm_nessie_db --internal
}

ensure_network() { # name option…
  if swarm_has network "$1"; then
    info "overlay $1: ok"
    return
  fi
  docker network create --driver overlay --label lakeswarm.managed=true "${@:2}" "$1" >/dev/null
  info "overlay $1: made${2:+ (${*:2})}"
}

main() {
  ensure_engine
  ensure_swarm
  ensure_firewall
  ensure_nodes
  ensure_labels
  ensure_networks
  ensure_secrets
}

case ${1:-} in
  --help | -h) usage ;;
  --engine) ensure_engine ;;
  *) main ;;
esac
