# shellcheck shell=bash
# Functions and lists of the scripts. They source it from the root of the checkout: . stacks/lib.sh

# The stacks in the order of a deploy: the registry's, what Ready needs, what the platform can be without.
# shellcheck disable=SC2034
CORE=(lakehouse spark reconciler) LATER=(orchestration notebooks monitoring)
# shellcheck disable=SC2034
STACKS=(edge "${CORE[@]}" query "${LATER[@]}")

# Ports of no page: the registry (5000 to pull, 5001 to push), node-exporter (9100), cAdvisor (9101); and Swarm's own.
# shellcheck disable=SC2034
REGISTRY_PORTS=(5000 5001) EXPORTER_PORTS=(9100 9101)
# shellcheck disable=SC2034
SWARM_TCP=(2377 7946) SWARM_UDP=(4789 7946)

info() { printf '  %s\n' "$*"; }

ok() { info "ok    $*"; } # a finding of doctor.sh, as the next two

warn() { info "warn  $*"; }

fail() { # the script that calls it ends with $bad
  info "FAIL  $*"
  bad=1
}

step() { printf '[%4ds] %s\n' "$SECONDS" "$*"; }

fatal() { # message: "Cannot <verb> <object>: <cause>. <what to do>"
  echo "$(basename "$0" .sh): $*" >&2
  exit 1
}

# The script's own path: it has changed its folder once since it was called.
case $0 in /*) SELF=$0 ;; *) SELF=$OLDPWD/$0 ;; esac

usage() { awk 'NR > 1 {if (!/^#/) exit; print}' "$SELF"; } # the comment at the head of the script

upper() { tr 'a-z.-' 'A-Z__' <<<"$1"; }

hash8() { sha256sum "$1" | cut -c1-8; }

engines() { # this host's engine and those of NODES, as values of `docker -H`
  local node
  echo "${DOCKER_HOST:-unix:///var/run/docker.sock}"
  for node in ${NODES:-}; do echo "${node%%=*}"; done
}

require_manager() { # verb and object: ends the script unless the engine answers and manages a swarm
  local engine=${DOCKER_HOST:-unix:///var/run/docker.sock} manages
  manages=$(docker info -f '{{.Swarm.ControlAvailable}}' 2>/dev/null) ||
    fatal "Cannot $1: the Docker engine at $engine does not answer. Start it ('docker -H $engine version'" \
      "shows the cause), or set DOCKER_HOST to a manager's."
  [ "$manages" = true ] ||
    fatal "Cannot $1: the engine at $engine manages no swarm. Run on a manager, or set DOCKER_HOST to one's engine."
}

load_env() { # what stacks/env.sh exports; eval "$(…)" alone would go on after its failure
  local exports
  exports=$(stacks/env.sh) || exit
  eval "$exports"
}

retry() { # times pause command…: until the command succeeds; fails when it never does
  local times=$1 pause=$2 i
  shift 2
  for ((i = 1; ; i++)); do
    "$@" && return
    [ "$i" -lt "$times" ] || return 1
    sleep "$pause"
  done
}

# The lock is file 9 and ends with its last holder: a process that outlives the script must close it (9>&-).
lock() { # verb: one deploy or removal at a time in a checkout
  exec 9>.deploy.lock
  flock -n 9 || fatal "Cannot $1: another deploy runs in this checkout. Wait for it to end and run again."
}

pages() { grep -v '^#' stacks/urls.tsv; } # rows of the table: title, port, service, login
