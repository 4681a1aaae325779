#!/usr/bin/env bash
# A network of namespaces without an engine (root; iproute2, nftables), for the firewall's test.
# netns.sh up PREFIX | down PREFIX
#   PREFIXa, PREFIXb  nodes, 192.0.2.1 and .2, fd00:99::1 and ::2; a forwards and publishes c at 9101 as an engine does
#   PREFIXs           a stranger, 192.0.2.9, with a route to a's containers
#   PREFIXc, PREFIXp  containers of a: c on docker0 (172.17.0.2), p on docker_gwbridge (172.18.0.3)
#   vx0 in a, b and s is VXLAN 4098 on udp/4789, as an overlay's; the stranger's leads to a
set -euo pipefail
P=${2:?a prefix}
SPACES=(w a b s c p)

set_up() { # name
  ip netns add "$P$1"
  # Addresses answer at once: nobody else has them.
  ip netns exec "$P$1" sysctl -qw net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.default.accept_dad=0
  ip -n "$P$1" link set lo up
}

plug() { # name number: into the switch
  ip -n "${P}w" link add "port$1" type veth peer name eth0 netns "$P$1"
  ip -n "${P}w" link set "port$1" master br0 up
  ip -n "$P$1" addr add "192.0.2.$2/24" brd 192.0.2.255 dev eth0
  ip -n "$P$1" addr add "fd00:99::$2/64" dev eth0
  ip -n "$P$1" link set eth0 up
  ip -n "$P$1" link add vx0 type vxlan id 4098 dstport 4789 ${3:+remote "$3"}
  ip -n "$P$1" addr add "10.77.2.$2/24" dev vx0
  ip -n "$P$1" link set vx0 up
}

container() { # name bridge network number
  ip -n "${P}a" link add "$2" type bridge
  ip -n "${P}a" addr add "$3.1/16" dev "$2"
  ip -n "${P}a" link set "$2" up
  ip -n "${P}a" link add "veth$1" type veth peer name eth0 netns "$P$1"
  ip -n "${P}a" link set "veth$1" master "$2" up
  ip -n "$P$1" addr add "$3.$4/16" dev eth0
  ip -n "$P$1" link set eth0 up
  ip -n "$P$1" route add default via "$3.1"
}

up() {
  local name
  for name in "${SPACES[@]}"; do set_up "$name"; done
  ip -n "${P}w" link add br0 type bridge
  ip -n "${P}w" link set br0 up
  plug a 1
  plug b 2
  plug s 9 192.0.2.1
  container c docker0 172.17.0 2
  container p docker_gwbridge 172.18.0 3
  ip -n "${P}s" route add 172.17.0.0/16 via 192.0.2.1
  ip -n "${P}s" route add 255.255.255.255 dev eth0
  ip netns exec "${P}a" sysctl -qw net.ipv4.ip_forward=1
  ip netns exec "${P}a" nft -f - <<'END'
table ip engine {
	chain prerouting {
		type nat hook prerouting priority -100;
		fib daddr type local tcp dport 9101 dnat to 172.17.0.2:9101
	}
	chain postrouting {
		type nat hook postrouting priority 100;
		ip saddr 172.16.0.0/12 oifname "eth0" masquerade
	}
}
END
}

down() {
  local name
  for name in "${SPACES[@]}"; do
    [ ! -e "/run/netns/$P$name" ] || ip netns del "$P$name"
  done
}

case ${1:-} in
  up | down) "$1" ;;
  *) sed -n '2,8p' "$0" ;;
esac
