#!/usr/bin/env bash
# Prints the rules of a host: table.nft, its sets filled with the kit's ports and the nodes' addresses.
# Usage: rules.sh <ADDRESSES      one a line, in any order; the answer depends on nothing else
set -euo pipefail
cd "$(dirname "$0")/../.."
# shellcheck source=stacks/lib.sh
. stacks/lib.sh
export LC_ALL=C
OCTET='(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])'

elements() { # set element…
  local IFS=,
  [ $# -lt 2 ] || echo "add element inet lakeswarm $1 { ${*:2} }"
}

nodes=()
while read -r address; do
  # What a manager may say of itself: no packet comes from there.
  case $address in '' | 0.0.0.0 | 127.*) continue ;; esac
  [[ $address =~ ^($OCTET\.){3}$OCTET$ ]] ||
    fatal "Cannot let the node at $address in: it is no IPv4 address, and the rules drop IPv6 to the kit's ports." \
      "Give each node an IPv4 address in the swarm."
  nodes+=("$address")
done < <(sort -u)

mapfile -t gateway < <({ pages | cut -f 2 && printf '%s\n' "${REGISTRY_PORTS[@]}"; } | sort -n)
cat stacks/firewall/table.nft
elements swarm_tcp "${SWARM_TCP[@]}"
elements swarm_udp "${SWARM_UDP[@]}"
elements exporters "${EXPORTER_PORTS[@]}"
elements gateway "${gateway[@]}"
elements nodes "${nodes[@]}"
