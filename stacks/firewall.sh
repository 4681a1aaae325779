#!/usr/bin/env bash
# Lets only the swarm's nodes reach Swarm's ports and the exporters, by an nftables table of its own (docs/firewall.md).
# Usage: firewall.sh on | off | refresh | rules | check
#   on       writes and loads the rules on this host and on each ssh:// node; safe to run again
#   off      takes them back there
#   refresh  does what 'on' does if one of these hosts has the rules, else nothing (swarm-init.sh, before a join)
#   rules    prints the rules
#   check    prints doctor.sh's findings; ends with 1 if one FAILs
#   NODES    as for swarm-init.sh: the nodes to write to, and to let in before they join
set -euo pipefail
# A part that cannot be read must not leave a node out: $(…) ends with its first failure too.
shopt -s inherit_errexit
cd "$(dirname "$0")/.."
# shellcheck source=stacks/lib.sh
. stacks/lib.sh
# shellcheck source=stacks/firewall/verdict.sh
. stacks/firewall/verdict.sh
PORTS="tcp ${SWARM_TCP[*]} ${EXPORTER_PORTS[*]}, udp ${SWARM_UDP[*]}"
COMMAND="make firewall${NODES:+ NODES=\"$NODES\"}"
# Bash as root if ssh's user can be that without a password. In sh, because the user's own shell may be another.
REMOTE='sh -c "if sudo -n true </dev/null 2>/dev/null; then exec sudo -n bash -s; else exec bash -s; fi"'
# Of NODES and this host: those whose rules can be written, and engines that are only a socket or an address.
HOSTS=() SOCKETS=()
bad=0

sort_hosts() {
  local engine
  for engine in $(engines); do
    case $engine in
      unix:///var/run/docker.sock | unix:///run/docker.sock | ssh://*) HOSTS+=("$engine") ;;
      *) SOCKETS+=("$engine") ;;
    esac
  done
}

label() { # engine
  case $1 in
    ssh://*) echo "$1" ;;
    *) echo "this host" ;;
  esac
}

on_host() { # engine function: runs a function of host.sh there; it reads this one's standard input
  local script
  script=$(cat stacks/firewall/host.sh && printf '%s <<"END OF INPUT"\n' "$2" && cat && printf '\nEND OF INPUT')
  case $1 in
    ssh://*) ssh -T "$1" "$REMOTE" <<<"$script" ;;
    *) bash -s <<<"$script" ;;
  esac || fatal "Cannot run $2 on $(label "$1"): see above."
}

swarm_state() { docker info -f '{{.Swarm.LocalNodeState}}/{{.Swarm.ControlAvailable}}'; }

require_readable_swarm() { # this engine manages it, or there is none yet
  local state
  state=$(swarm_state) ||
    fatal "Cannot read the swarm's nodes: no engine answers at ${DOCKER_HOST:-/var/run/docker.sock}. Start it."
  case $state in
    active/true | inactive/*) ;;
    *) fatal "Cannot read the swarm's nodes: this engine is no manager. Run on a manager, or set DOCKER_HOST to one." ;;
  esac
}

# As the managers, the nodes themselves and NODES name them. A manager may call itself 0.0.0.0.
named() {
  local node engine status manager
  if [ "$(swarm_state)" = active/true ]; then
    each_node '{{.Status.Addr}} {{with .ManagerStatus}}{{.Addr}}{{end}}' |
      while read -r status manager; do
        manager=${manager%:*}
        printf '%s\n' "$status" "${manager//[][]/}"
      done || fatal "Cannot read the swarm's nodes: see above. 'docker node ls' must work."
  fi
  for engine in $(engines); do
    docker -H "$engine" info -f '{{.Swarm.NodeAddr}}' || fatal "Cannot reach the engine of $engine: see above."
  done
  for node in ${NODES:-}; do
    [ "${node#*=}" = "$node" ] || echo "${node#*=}"
  done
}

# A host with several addresses may send from another than the one it is named by. So each host says what it uses to
# reach the others, until no answer is new.
addresses() {
  local known before="-" host found
  known=$(named)
  until [ "$known" = "$before" ]; do
    before=$known
    for host in "${HOSTS[@]}"; do
      found=$(on_host "$host" firewall_sources <<<"$known")
      known=$(printf '%s\n' "$known" "$found" | sort -u)
    done
  done
  echo "$known"
}

rules() {
  local known
  require_readable_swarm
  known=$(addresses)
  stacks/firewall/rules.sh <<<"$known"
}

let_in() { # rules on standard input
  sed -n 's/^add element inet lakeswarm nodes { \(.*\) }$/\1/p' | tr , ' '
}

on() {
  local rules inside host
  rules=$(rules)
  inside=$(let_in <<<"$rules")
  info "$PORTS: only for ${inside:-the host itself}"
  for host in "${HOSTS[@]}"; do on_host "$host" firewall_on <<<"$rules"; done
  untouched
}

off() {
  local host
  for host in "${HOSTS[@]}"; do on_host "$host" firewall_off </dev/null; done
  untouched
}

refresh() {
  local host state
  for host in "${HOSTS[@]}"; do
    state=$(on_host "$host" firewall_state </dev/null)
    case $state in no\ *) continue ;; esac
    on
    return
  done
  [ ${#HOSTS[@]} = 0 ] || info "firewall: off"
}

untouched() {
  local engine id name ids="" others="" nodes
  for engine in "${SOCKETS[@]}"; do
    info "$engine: not touched, a socket does not say where its network is. There: stacks/firewall.sh rules | nft -f -"
  done
  # Rules can be taken back without an engine.
  [ "$(swarm_state 2>/dev/null || true)" = active/true ] || return 0
  nodes=$(docker node ls --format '{{.ID}} {{.Hostname}}' 2>/dev/null) || {
    info "nodes that NODES does not name: not known, 'docker node ls' fails"
    return 0
  }
  for engine in $(engines); do ids+=" $(docker -H "$engine" info -f '{{.Swarm.NodeID}}')"; done
  while read -r id name; do
    [[ " $ids " == *" $id "* ]] || others+=" $name"
  done <<<"$nodes"
  [ -z "$others" ] || info "not touched, because NODES does not name them:$others"
}

check() {
  local host state states=() table six proxy inside expected=""
  for host in "${HOSTS[@]}"; do
    state=$(on_host "$host" firewall_state </dev/null)
    states+=("$state")
    case $state in yes*) expected=yes ;; esac
  done
  [ -z "$expected" ] || expected=$(expected)
  for host in "${HOSTS[@]}"; do
    read -r table six proxy inside <<<"${states[0]}"
    states=("${states[@]:1}")
    case $table in
      yes) compare "$(label "$host")" "$expected" "$inside" ;;
      no) not_closed "$(label "$host")" "$six/$proxy" ;;
      *) warn "firewall of $(label "$host"): only root can read it" ;;
    esac
  done
  for host in "${SOCKETS[@]}"; do
    warn "firewall of $host: not checked. Close to strangers there: $PORTS (docs/firewall.md)."
  done
  return $bad
}

expected() { # what 'on' would let in; '-' where this engine cannot say
  case $(swarm_state) in
    active/true | inactive/*) rules | let_in ;;
    *) echo - ;;
  esac
}

sort_hosts
case ${1:-} in
  on | off | refresh | rules | check) "$1" ;;
  *)
    usage
    exit 2
    ;;
esac
