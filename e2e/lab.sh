#!/usr/bin/env bash
# Three real Docker engines on one Linux host, each in its own network namespace (root; needs docker.io, iproute2, iptables).
# Usage: lab.sh up | down | env | forget | power-off N | power-on N | kill-engine N | cut N | heal N | purge
#   up         start the engines (no swarm: swarm-init.sh makes it); engine data is kept between runs
#   down       end the engines and their containers, remove the namespaces; keep the data
#   forget     the engines start again without their swarm, which leaves nothing of it behind; 'docker swarm leave' may
#   power-off  node N loses power: its engine and every process of its containers end at once
#   kill-engine  only the engine of node N ends, its containers live on (a zombie node)
#   cut, heal  unplug and plug the network of node N
# LAKESWARM_LAB (default /var/lib/lakeswarm-lab) holds sockets nodeN/docker.sock, data, logs.
set -euo pipefail
LAB=${LAKESWARM_LAB:-/var/lib/lakeswarm-lab} BRIDGE=lsbr0 NET=10.99.0 NODES=(1 2 3)

socket() { echo "$LAB/node$1/docker.sock"; }
fatal() { echo "lab: $*" >&2; exit 1; }

require() {
  [ "$(id -u)" = 0 ] || fatal "Cannot start engines: not root. Run as root."
  for t in dockerd ip iptables nsenter unshare; do command -v "$t" >/dev/null || fatal "Cannot start engines: $t is missing. Install docker.io, iproute2, iptables."; done
}

network() {
  ip link show $BRIDGE >/dev/null 2>&1 || ip link add $BRIDGE type bridge
  ip addr replace $NET.1/24 dev $BRIDGE
  ip link set $BRIDGE up
  sysctl -qw net.ipv4.ip_forward=1
  for rule in "FORWARD -i $BRIDGE -j ACCEPT" "FORWARD -o $BRIDGE -j ACCEPT"; do
    # shellcheck disable=SC2086
    iptables -C $rule 2>/dev/null || iptables -I $rule
  done
  iptables -t nat -C POSTROUTING -s $NET.0/24 ! -o $BRIDGE -j MASQUERADE 2>/dev/null || iptables -t nat -A POSTROUTING -s $NET.0/24 ! -o $BRIDGE -j MASQUERADE
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

running() { [ -f "$LAB/node$1/pid" ] && grep -qs "$LAB/node$1/" "/proc/$(cat "$LAB/node$1/pid")/cmdline"; }

engine() { # N
  running "$1" && return
  local home=$LAB/node$1 enter survivor
  survivor=$(shim_pids "$1" | xargs -r -I{} grep -ls containerd-shim /proc/{}/cmdline | head -1 | cut -d/ -f3 || true)
  mkdir -p "$home"
  rm -f "$home/pid" "$home/docker.sock"
  # A private /run gives every engine its own /run/docker.sock, as on real hosts. Not `ip netns exec`: it remounts /sys and hides cgroups.
  # Containers that outlived their engine listen in the /run they know, so the next engine joins them there.
  if [ -n "$survivor" ]; then enter="nsenter -t $survivor --net --uts --mount sh -c"
  else rm -rf "$home/exec"; enter="nsenter --net=/run/netns/lsnode$1 unshare --uts --mount sh -c"; fi
  # shellcheck disable=SC2086
  setsid $enter "
    hostname lsnode$1; [ -e /run/lsnode ] || { mount -t tmpfs tmpfs /run; touch /run/lsnode; }
    exec dockerd --data-root $home/data --exec-root $home/exec --pidfile $home/pid --cgroup-parent /lsnode$1 \
      -H unix:///run/docker.sock -H unix://$home/docker.sock" >>"$home/log" 2>&1 </dev/null &
}

wait_engine() { # N
  for _ in $(seq 120); do docker -H "unix://$(socket "$1")" version >/dev/null 2>&1 && return; sleep 0.5; done
  fatal "Cannot start engine $1: no answer after 60 s. Read $LAB/node$1/log."
}

container_pids() { # N: every process in the node's cgroup
  find /sys/fs/cgroup -path "*/lsnode$1/*" -name cgroup.procs -exec cat {} + 2>/dev/null | sort -un
}

shim_pids() { grep -lsE "$LAB/node$1/exec" /proc/[0-9]*/cmdline | cut -d/ -f3; }

kill_pids() { # signal pids…
  local signal=$1; shift
  for pid in "$@"; do [ "$pid" = $$ ] || kill -"$signal" "$pid" 2>/dev/null || true; done
}

unmount() { # N: what dead containers left mounted
  awk -v d="$LAB/node$1/" 'index($2, d) == 1 {print $2}' /proc/mounts | sort -r | xargs -r -n1 umount -l 2>/dev/null || true
}

kill_engine() { ! running "$1" || kill_pids KILL "$(cat "$LAB/node$1/pid")"; }

power_off() { # N
  kill_engine "$1"
  # shellcheck disable=SC2046
  kill_pids KILL $(shim_pids "$1") $(container_pids "$1")
  for _ in $(seq 50); do [ -z "$(container_pids "$1")" ] && break; sleep 0.1; done
  unmount "$1"
}

up() {
  require
  network
  # What a run that was cut off left alive would hold on to the new engine's files.
  for n in "${NODES[@]}"; do namespace "$n"; running "$n" || power_off "$n"; engine "$n"; done
  for n in "${NODES[@]}"; do wait_engine "$n"; done
}

forget() {
  for n in "${NODES[@]}"; do power_off "$n"; rm -rf "$LAB/node$n/data/swarm"; done
  up
}

down() {
  for n in "${NODES[@]}"; do
    if running "$n"; then kill_pids TERM "$(cat "$LAB/node$n/pid")"; for _ in $(seq 150); do running "$n" || break; sleep 0.1; done; fi
    power_off "$n"
    ip netns del "lsnode$n" 2>/dev/null || true
    ip link del "lsv$n" 2>/dev/null || true
  done
  ip link del $BRIDGE 2>/dev/null || true
}

case ${1:-help} in
  up) up ;;
  forget) forget ;;
  down) down ;;
  env) echo "export DOCKER_HOST=unix://$(socket 1) ADVERTISE_ADDR=$NET.11 NODES='unix://$(socket 2)=$NET.12 unix://$(socket 3)=$NET.13' LS_URL=http://$NET.11:8088" ;;
  power-off) power_off "$2" ;;
  power-on) engine "$2"; wait_engine "$2" ;;
  kill-engine) kill_engine "$2" ;;
  cut) ip link set "lsv$2" down ;;
  heal) ip link set "lsv$2" up ;;
  purge) down; rm -rf "$LAB" ;;
  *) sed -n '2,11p' "$0" ;;
esac
