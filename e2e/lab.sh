#!/usr/bin/env bash
# Three real Docker engines on one Linux host, each in its own network namespace (root; docker.io, iproute2, iptables).
# lab.sh up | down | env | version | forget | power-off N… | power-on N… | kill-engine N | cut N | heal N | purge
#        lab.sh engine-root DIR
#   up           start the engines (no swarm: swarm-init.sh makes it); engine data is kept between runs
#   down         end the engines and their containers, remove the namespaces; keep the data
#   version      the version of the engine that 'up' starts
#   forget       the engines start again without their swarm ('docker swarm leave' may keep a network of it)
#   power-off    the nodes lose power together: engines and every process of their containers end at once
#   kill-engine  only the engine of node N ends, its containers live on (a zombie node)
#   cut, heal    unplug and plug the network of node N
#   engine-root  make a Debian sid with a Docker engine in DIR, for LAB_ENGINE_ROOT
# LAKESWARM_LAB      holds sockets nodeN/docker.sock, data, logs (default /var/lib/lakeswarm-lab). An engine may convert
#                    its data, so give each engine version a folder of its own. One lab runs at a time.
# LAB_ENGINE_ROOT    a root directory whose engine is used instead of this host's
# LAB_ENGINE_CONFIG  a daemon.json for the engines
set -euo pipefail
LAB=${LAKESWARM_LAB:-/var/lib/lakeswarm-lab}
ROOT=${LAB_ENGINE_ROOT:-}
BRIDGE=lsbr0
NET=10.99.0
NODES=(1 2 3)

socket() { echo "$LAB/node$1/docker.sock"; }
fatal() {
  echo "lab: $*" >&2
  exit 1
}

require() {
  [ "$(id -u)" = 0 ] || fatal "Cannot start engines: not root. Run as root."
  local tool
  for tool in dockerd ip iptables nsenter unshare pivot_root; do
    command -v "$tool" >/dev/null ||
      fatal "Cannot start engines: $tool is missing. Install docker.io, iproute2, iptables, util-linux."
  done
  [ -z "$ROOT" ] || [ -x "$ROOT/usr/sbin/dockerd" ] ||
    fatal "Cannot start engines: $ROOT has no engine. Run '$0 engine-root $ROOT'."
}

version() {
  if [ -n "$ROOT" ]; then chroot "$ROOT" dockerd --version; else dockerd --version; fi |
    sed 's/^Docker version \([^,]*\),.*/\1/'
}

engine_root() { # DIR
  [ -n "${1:-}" ] || fatal "Cannot make an engine's root: no folder given. Write '$0 engine-root DIR'."
  [ ! -x "$1/usr/sbin/dockerd" ] || return 0
  command -v debootstrap >/dev/null || fatal "Cannot make $1: debootstrap is missing. Install debootstrap."
  local packages=ca-certificates,docker.io,iproute2,iptables,kmod,procps,xz-utils
  debootstrap --variant=minbase --include=$packages sid "$1" "${APT_MIRROR:-http://deb.debian.org/debian}" >&2 ||
    fatal "Cannot make $1: debootstrap failed, see above. Remove $1 and run again."
}

# Namespaces and cgroups have one name in every lab, so two labs at a time would end each other's processes.
require_no_other() {
  local other
  other=$(ip -d link show $BRIDGE 2>/dev/null | sed -n 's/^ *alias //p' || true)
  [ -z "$other" ] || [ "$other" = "$LAB" ] ||
    fatal "Cannot use the lab in $LAB: the one in $other runs. Run 'LAKESWARM_LAB=$other $0 down'."
}

network() {
  ip link show $BRIDGE >/dev/null 2>&1 || ip link add $BRIDGE type bridge
  ip link set $BRIDGE alias "$LAB"
  ip addr replace $NET.1/24 dev $BRIDGE
  ip link set $BRIDGE up
  sysctl -qw net.ipv4.ip_forward=1
  rule filter FORWARD -i $BRIDGE -j ACCEPT
  rule filter FORWARD -o $BRIDGE -j ACCEPT
  rule nat POSTROUTING -s $NET.0/24 ! -o $BRIDGE -j MASQUERADE
}

rule() { # table chain rule…
  local table=$1 chain=$2
  shift 2
  iptables -t "$table" -C "$chain" "$@" 2>/dev/null || iptables -t "$table" -I "$chain" "$@"
}

namespace() { # N
  [ -e "/run/netns/lsnode$1" ] || ip netns add "lsnode$1"
  if ! ip link show "lsv$1" >/dev/null 2>&1; then
    ip link add "lsv$1" type veth peer name eth0 netns "lsnode$1"
    ip -n "lsnode$1" addr add "$NET.1$1/24" dev eth0
    ip -n "lsnode$1" link set eth0 up
    ip -n "lsnode$1" link set lo up
    ip -n "lsnode$1" route add default via $NET.1
  fi
  ip link set "lsv$1" master $BRIDGE up
}

running() { # N
  local pid
  pid=$(cat "$LAB/node$1/pid" 2>/dev/null) && grep -qs "$LAB/node$1/" "/proc/$pid/cmdline"
}

engine() { # N
  running "$1" && return
  local home=$LAB/node$1 enter survivor
  survivor=$(shim_pids "$1" | xargs -r -I{} grep -ls containerd-shim /proc/{}/cmdline | head -1 | cut -d/ -f3 || true)
  mkdir -p "$home"
  rm -f "$home/pid" "$home/docker.sock" "$home/daemon.json"
  echo '{}' >"$home/daemon.json"
  [ -z "${LAB_ENGINE_CONFIG:-}" ] || cp "$LAB_ENGINE_CONFIG" "$home/daemon.json"
  # Not `ip netns exec`: it remounts /sys and hides cgroups.
  # Containers that outlived their engine listen in the /run of its namespace, so the next engine joins them there.
  if [ -n "$survivor" ]; then
    enter=(nsenter -t "$survivor" --net --uts --mount)
  else
    rm -rf "$home/exec"
    enter=(nsenter "--net=/run/netns/lsnode$1" unshare --uts --mount)
  fi
  NAME=lsnode$1 ROOT=$ROOT LAB=$LAB setsid "${enter[@]}" sh -c "$(cat "$(dirname "$0")/lab-engine.sh")" dockerd \
    --config-file "$home/daemon.json" --data-root "$home/data" --exec-root "$home/exec" --pidfile "$home/pid" \
    --cgroup-parent "/lsnode$1" -H unix:///run/docker.sock -H "unix://$home/docker.sock" \
    >>"$home/log" 2>&1 </dev/null &
}

wait_engine() { # N
  for _ in $(seq 120); do
    docker -H "unix://$(socket "$1")" version >/dev/null 2>&1 && return
    sleep 0.5
  done
  fatal "Cannot start engine $1: no answer after 60 s. Read $LAB/node$1/log."
}

start() { # N…: the engines, at the same moment
  local n
  for n; do engine "$n"; done
  for n; do wait_engine "$n"; done
}

container_pids() { # N: every process in the node's cgroup
  find /sys/fs/cgroup -path "*/lsnode$1/*" -name cgroup.procs -exec cat {} + 2>/dev/null | sort -un
}

shim_pids() { grep -lsE "$LAB/node$1/exec" /proc/[0-9]*/cmdline | cut -d/ -f3; }

kill_pids() { # signal pids…
  local signal=$1 pid
  shift
  for pid; do [ "$pid" = $$ ] || kill -"$signal" "$pid" 2>/dev/null || true; done
}

unmount() { # N: what dead containers left mounted
  awk -v d="$LAB/node$1/" 'index($2, d) == 1 {print $2}' /proc/mounts | sort -r |
    xargs -r -n1 umount -l 2>/dev/null || true
}

kill_engine() { ! running "$1" || kill_pids KILL "$(cat "$LAB/node$1/pid")"; }

power_off() { # N…
  local n
  for n; do kill_engine "$n"; done
  # shellcheck disable=SC2046
  for n; do kill_pids KILL $(shim_pids "$n") $(container_pids "$n"); done
  for n; do
    for _ in $(seq 50); do
      [ -z "$(container_pids "$n")" ] && break
      sleep 0.1
    done
    unmount "$n"
  done
}

up() {
  require
  require_no_other
  network
  local n
  # What a run that was cut off left alive would hold on to the new engine's files.
  for n in "${NODES[@]}"; do
    namespace "$n"
    running "$n" || power_off "$n"
  done
  start "${NODES[@]}"
}

forget() {
  require_no_other
  power_off "${NODES[@]}"
  local n
  for n in "${NODES[@]}"; do rm -rf "$LAB/node$n/data/swarm"; done
  up
}

down() {
  require_no_other
  local n
  for n in "${NODES[@]}"; do ! running "$n" || kill_pids TERM "$(cat "$LAB/node$n/pid")"; done
  for n in "${NODES[@]}"; do
    for _ in $(seq 150); do
      running "$n" || break
      sleep 0.1
    done
    power_off "$n"
    ip netns del "lsnode$n" 2>/dev/null || true
    ip link del "lsv$n" 2>/dev/null || true
  done
  ip link del $BRIDGE 2>/dev/null || true
}

case ${1:-help} in
  up | forget | down | version) "$1" ;;
  env)
    echo "export DOCKER_HOST=unix://$(socket 1) ADVERTISE_ADDR=$NET.11 LS_URL=http://$NET.11:8088"
    echo "export NODES='unix://$(socket 2)=$NET.12 unix://$(socket 3)=$NET.13'"
    ;;
  engine-root) engine_root "${2:-}" ;;
  power-off) power_off "${@:2}" ;;
  power-on) start "${@:2}" ;;
  kill-engine) kill_engine "$2" ;;
  cut) ip link set "lsv$2" down ;;
  heal) ip link set "lsv$2" up ;;
  purge)
    down
    rm -rf "$LAB"
    ;;
  *) sed -n '2,16p' "$0" ;;
esac
