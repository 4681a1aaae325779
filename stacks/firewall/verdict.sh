# shellcheck shell=bash
# What the doctor says of one host. Needs lib.sh; $PORTS names the ports, $COMMAND what closes them.

compare() { # host, expected addresses, those that its rules let in
  local missing old
  missing=$(without "$2" "$3")
  old=$(without "$3" "$2")
  if [ "$2" = - ]; then
    ok "firewall of $1 (a manager knows the nodes that it must let in)"
  elif [ -n "$missing" ]; then
    fail "the firewall of $1 keeps nodes out: $missing. Run '$COMMAND'."
  elif [ -n "$old" ]; then
    warn "the firewall of $1 lets in what is no node any more: $old. Run '$COMMAND'."
  else
    ok "firewall of $1: $PORTS only for ${3:-the host itself}"
  fi
}

not_closed() { # host, global IPv6/userland proxy
  if [ "$2" = yes/on ]; then
    fail "$1 has global IPv6, and the engine's userland proxy makes each client of it look like the node itself:" \
      "strangers read the registry and pass GATEWAY_ALLOW_FROM. Run '$COMMAND'."
  fi
  warn "$1 does not close to strangers: $PORTS. Run '$COMMAND', or close them by a firewall of your own."
}

without() { # words words: those of the first that are not in the second
  local word
  for word in $1; do [[ " $2 " == *" $word "* ]] || echo "$word"; done | paste -sd ' '
}
