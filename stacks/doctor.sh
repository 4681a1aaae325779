#!/usr/bin/env bash
# Checks what would fail later and prints what to do. Usage: doctor.sh [--engine]
#   --engine  only the tools of this host and its engine; installs what is missing (Debian, Ubuntu; as root)
# Without it nothing is installed or changed.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=stacks/lib.sh
. stacks/lib.sh
TOOLS=(
  # command:package
  curl:curl jq:jq ip:iproute2 java:openjdk-17-jdk-headless javac:openjdk-17-jdk-headless debootstrap:debootstrap
  flock:util-linux
)
bad=0

tools() { # --engine: installs
  local missing=() pair
  for pair in "${TOOLS[@]}"; do
    command -v "${pair%%:*}" >/dev/null || missing+=("${pair#*:}")
  done
  if [ ${#missing[@]} = 0 ]; then
    ok "tools"
  elif [ "${1:-}" != --engine ]; then
    fail "missing: ${missing[*]}. Install them. On Debian and Ubuntu 'make swarm_deploy' does."
  elif [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    fail "missing: ${missing[*]}. Install them, or run as root on Debian or Ubuntu."
  else
    install "${missing[@]}"
  fi
}

install() { # package…
  local log=/tmp/lakeswarm-tools-install.log
  printf '  installing %s\n' "$*"
  if { apt-get update &&
    DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"; } >$log 2>&1; then
    ok "tools installed"
  else
    fail "Cannot install $*: see $log."
  fi
}

version() { # engine
  local found
  found=$(docker -H "$1" version -f '{{.Server.Version}}' 2>/dev/null) || {
    fail "engine $1 does not answer. Start it; 'docker -H $1 version' must work. 'make swarm_deploy' installs and" \
      "starts the engine of this host; on the hosts of NODES install one (20.10 or newer) yourself."
    return
  }
  if [ "$(printf '20.10\n%s\n' "$found" | sort -V | head -1)" = 20.10 ]; then
    ok "engine $1: $found"
  else
    fail "engine $1 is $found. Install 20.10 or newer."
  fi
}

skew() { # engine
  local there here difference
  there=$(date -d "$(docker -H "$1" info -f '{{.SystemTime}}')" +%s)
  here=$(date +%s)
  difference=$((there - here))
  difference=${difference#-}
  if [ "$difference" -le 5 ]; then
    ok "clock of $1"
  else
    fail "the clock of $1 is $difference s off. Set up time synchronisation;" \
      "signed requests fail at 15 min, certificates sooner."
  fi
}

ports() { # only before the gateway is there, and only where this shell sees the engine's network
  local port all taken=()
  [ -z "${DOCKER_HOST:-}" ] || return 0
  if docker service inspect edge_gateway >/dev/null 2>&1; then
    ok "ports: held by the gateway"
    return
  fi
  mapfile -t all < <({ pages | cut -f 2 && printf '%s\n' "${REGISTRY_PORTS[@]}" "${EXPORTER_PORTS[@]}"; } | sort -n)
  for port in "${all[@]}"; do
    [ -z "$(ss -Hltn "sport = :$port")" ] || taken+=("$port")
  done
  if [ ${#taken[@]} = 0 ]; then
    ok "ports ${all[*]}"
  else
    fail "ports in use: ${taken[*]}. Stop what holds them ('ss -ltnp')."
  fi
}

memory() {
  local bytes
  bytes=$(docker info -f '{{.MemTotal}}')
  if [ "$bytes" -lt 3500000000 ]; then
    fail "memory: $((bytes / 1000000)) MB. A node needs 4 GB, a single host 8 GB."
  elif [ "$bytes" -lt 7500000000 ] && [ "${NODES:-}" = "" ]; then
    warn "memory: $((bytes / 1000000)) MB. The platform wants 8 GB on a single host."
  else
    ok "memory $((bytes / 1000000000)) GB"
  fi
}

disk() {
  local root free
  root=$(docker info -f '{{.DockerRootDir}}')
  # The folder of an engine elsewhere is not on this host.
  [ -d "$root" ] || return 0
  free=$(df --output=avail -k "$root" | tail -1)
  if [ "$free" -ge 10000000 ]; then
    ok "disk: $((free / 1000000)) GB free at $root"
  else
    fail "disk: $((free / 1000)) MB free at $root. 10 GB are needed; 'docker image prune' may help."
  fi
}

pool() {
  local net=${ADDR_POOL:-10.77.0.0/16}
  [ "$(docker info -f '{{.Swarm.LocalNodeState}}')" = active ] && return
  if ip -4 route | awk '{print $1}' | grep "^$(cut -d. -f1,2 <<<"$net")\." >/dev/null; then
    fail "the overlay pool $net overlaps a route of this host. Set ADDR_POOL to a free range."
  else
    ok "address pool $net"
  fi
}

swarm() {
  local nodes down managers reachable
  [ "$(docker info -f '{{.Swarm.ControlAvailable}}')" = true ] || return 0
  nodes=$(docker node ls --format '{{.Hostname}} {{.Status}} {{.ManagerStatus}}' 2>/dev/null) || {
    fail "nodes: the manager does not list them. More than half of the managers must run; 'docker node ls' has the" \
      "cause."
    return 0
  }
  down=$(awk '$2 != "Ready" {print $1}' <<<"$nodes")
  if [ -z "$down" ]; then
    ok "nodes: all ready"
  else
    warn "nodes not ready: ${down//$'\n'/ }. Their pinned services wait for them."
  fi
  managers=$(awk '$3 != "" {n++} END {print n + 0}' <<<"$nodes")
  reachable=$(awk '$3 == "Leader" || $3 == "Reachable" {n++} END {print n + 0}' <<<"$nodes")
  case $managers in
    2) warn "two managers: losing either stops the swarm. Use one or three." ;;
    *) ok "managers: $reachable of $managers reachable" ;;
  esac
}

tools "${1:-}"
if [ "$bad" = 0 ] && [ "${1:-}" = --engine ]; then
  ./swarm-init.sh --engine
  exit
fi
if [ "$bad" = 0 ]; then
  for engine in $(engines); do
    version "$engine"
    [ "$bad" = 1 ] || skew "$engine"
  done
fi
if [ "$bad" = 0 ]; then
  ports
  memory
  disk
  pool
  swarm
  stacks/firewall.sh check || bad=1
fi
[ "$bad" = 0 ] || fatal "Cannot go on: a check failed. Do what each FAIL above says, then run again."
