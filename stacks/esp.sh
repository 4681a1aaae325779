# shellcheck shell=bash
# Whether an overlay can be encrypted: by ESP in the kernel of every node. What a host does not say is no. A node
# without ESP would start none of the overlay's tasks, and an overlay cannot be changed once it is there.

MODULES=/lib/modules

# Docker sets its keys by xfrm_user. In sh, for the login's own shell may be another.
# shellcheck disable=SC2016
ESP='for module in esp4 xfrm_user; do
  grep -qs "/$module\.ko" "$1/$(uname -r)/modules.builtin" "$1/$(uname -r)/modules.dep" || exit 1
done'

has_esp() { # engine: whether its host says so; a socket of another name may lead anywhere
  case $1 in
    unix:///var/run/docker.sock | unix:///run/docker.sock) sh -s "$MODULES" <<<"$ESP" ;;
    ssh://*) ssh -T "$1" sh -s "$MODULES" <<<"$ESP" ;;
    *) false ;;
  esac
}

encryption() { # overlay: the options to make it with, if every node can encrypt it; nothing for one that is there
  local engine nodes known=0
  case ${ENCRYPT_CONTROL:-auto} in
    off) return 0 ;;
    auto) ;;
    *) fatal "Cannot make the control overlay: ENCRYPT_CONTROL is '$ENCRYPT_CONTROL'. Set auto or off." ;;
  esac
  ! swarm_has network "$1" || return 0
  for engine in $(engines); do
    has_esp "$engine" || return 0
    known=$((known + 1))
  done
  nodes=$(ask_swarm node ls -q) || exit
  [ "$(wc -l <<<"$nodes")" != $known ] || echo "--opt encrypted"
}

is_encrypted() { # overlay
  local options
  swarm_has network "$1" || return 1
  # shellcheck disable=SC2016
  options=$(ask_swarm network inspect -f '{{range $name, $value := .Options}}{{println $name}}{{end}}' "$1") || exit
  grep -x encrypted <<<"$options" >/dev/null
}

require_esp() { # engine: before it joins
  ! is_encrypted lakeswarm_control_internal || has_esp "$1" ||
    fatal "Cannot join $1: the overlay lakeswarm_control_internal is encrypted, and its kernel does not show the" \
      "modules esp4 and xfrm_user. Install them there, or make the platform anew with ENCRYPT_CONTROL=off."
}
