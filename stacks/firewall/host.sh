# shellcheck shell=bash
# What firewall.sh does on a host, here or by ssh. The host's bash reads it from standard input: it needs no other file.
set -euo pipefail
shopt -s inherit_errexit
RULES=/etc/lakeswarm/firewall.nft UNIT=lakeswarm-firewall.service
UNIT_FILE=/etc/systemd/system/$UNIT

say() { echo "  $(uname -n): $*"; }

stop() { # message: "Cannot <verb> <object>: <cause>. <what to do>"
  echo "firewall: $*" >&2
  exit 1
}

require_root() { # verb object
  [ "$(id -u)" = 0 ] ||
    stop "Cannot $* on $(uname -n): not root. Run as root or with sudo; over ssh sudo must ask for no password."
}

ensure_nft() {
  local log=/tmp/lakeswarm-nftables-install.log
  ! command -v nft >/dev/null || return 0
  command -v apt-get >/dev/null ||
    stop "Cannot load the rules on $(uname -n): nft is missing. Install nftables, then run again."
  say "installing nftables"
  { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends nftables; } \
    >$log 2>&1 || stop "Cannot install nftables on $(uname -n): see $log there."
}

loaded() { nft --stateless list table inet lakeswarm 2>/dev/null; }

has_systemd() { [ -d /run/systemd/system ]; }

unit() { # Debian's nftables.service flushes every table when it starts or reloads, so this one follows it.
  cat <<END
[Unit]
Description=Lakeswarm: only the swarm's nodes reach the swarm's ports
After=nftables.service
PartOf=nftables.service
ReloadPropagatedFrom=nftables.service
Wants=network-pre.target
Before=network-pre.target docker.service
DefaultDependencies=no

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=$(command -v nft) -f $RULES
ExecReload=$(command -v nft) -f $RULES

[Install]
WantedBy=sysinit.target
END
}

kept() { # rules: they will be there after a reboot
  [ -f $RULES ] && [ "$(cat $RULES)" = "$1" ] || return
  ! has_systemd || { [ -f $UNIT_FILE ] && [ "$(cat $UNIT_FILE)" = "$(unit)" ] && systemctl --quiet is-enabled $UNIT; }
}

keep() { # rules
  mkdir -p "$(dirname $RULES)"
  printf '%s\n' "$1" >$RULES.new
  mv $RULES.new $RULES
  if has_systemd; then
    unit >$UNIT_FILE
    systemctl daemon-reload
    systemctl --quiet enable --now $UNIT
    say "loaded; $UNIT loads $RULES at each boot"
  else
    say "loaded, until the next boot: there is no systemd. Run 'nft -f $RULES' at boot, before the engine."
  fi
}

firewall_on() { # rules on standard input
  local rules wanted
  rules=$(cat)
  require_root load the rules
  ensure_nft
  # In an empty network first: a kernel that cannot load them says so there, and lists them as it would here.
  wanted=$(unshare --net bash -c 'nft -f - && nft --stateless list table inet lakeswarm' <<<"$rules") ||
    stop "Cannot load the rules on $(uname -n): see above. The kernel needs nf_tables with fib. Nothing was changed."
  if [ "$(loaded)" = "$wanted" ] && kept "$rules"; then
    say "no change"
    return
  fi
  nft -f - <<<"$rules"
  keep "$rules"
}

firewall_off() {
  local was="no rules, no change"
  require_root remove the rules
  if [ -e $UNIT_FILE ]; then
    ! has_systemd || systemctl --quiet disable --now $UNIT
    rm $UNIT_FILE
    ! has_systemd || systemctl daemon-reload
    was="removed"
  fi
  if command -v nft >/dev/null && loaded >/dev/null; then
    nft delete table inet lakeswarm
    was="removed"
  fi
  if [ -e $RULES ]; then
    rm $RULES
    rmdir --ignore-fail-on-non-empty "$(dirname $RULES)"
    was="removed"
  fi
  say "$was"
}

firewall_sources() { # addresses on standard input; prints those that this host has when it sends to them
  local to
  command -v ip >/dev/null || stop "Cannot read the addresses of $(uname -n): ip is missing. Install iproute2."
  while read -r to; do
    [ -n "$to" ] || continue
    # No route: nothing is sent there.
    ip -4 route get "$to" 2>/dev/null | sed -n 's/.* src \([0-9.]*\).*/\1/p' || true
  done
}

proxy() { # the engine's userland proxy; on unless it is told otherwise
  local no='"userland-proxy"[[:space:]]*:[[:space:]]*false'
  if grep -Eqs "$no" /etc/docker/daemon.json ||
    grep -Ezqs '^--userland-proxy=(0|f|F|false|False|FALSE)$' /proc/[0-9]*/cmdline; then
    echo off
  else
    echo on
  fi
}

table() {
  if [ "$(id -u)" != 0 ]; then
    if [ -e $RULES ]; then echo unknown; else echo no; fi
  elif command -v nft >/dev/null && loaded >/dev/null; then
    echo yes
  else
    echo no
  fi
}

firewall_state() { # prints: the table (yes, no, unknown), global IPv6 (yes, no), the proxy (on, off), addresses let in
  local table six=no
  table=$(table)
  [ -z "$(ip -6 -oneline addr show scope global | awk '$2 !~ /^(lo|docker0|docker_gwbridge)$/')" ] || six=yes
  echo "$table $six $(proxy)" "$([ "$table" != yes ] || addresses_let_in)"
}

addresses_let_in() { nft list set inet lakeswarm nodes | grep -Eo '([0-9]+\.){3}[0-9]+' | paste -sd ' ' || true; }
