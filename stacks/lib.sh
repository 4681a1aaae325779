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

# What the manager does not say is unknown, never absent: a deploy that takes it for absent hands out second labels, new
# secrets and the default number of workers. One without a leader is asked again for half a minute.
ask_swarm() { # docker's arguments: prints its answer; without one it ends the shell
  retry 10 3 docker "$@" 2>/dev/null || docker "$@" ||
    fatal "Cannot read the swarm ('docker $1 $2'): see above. Run again when 'docker node ls' lists the nodes."
}

swarm_has() { # kind name: whether the swarm has a service, secret, network … of this name
  local names
  names=$(ask_swarm "$1" ls --format '{{.Name}}') || exit
  grep -xF -- "$2" <<<"$names" >/dev/null
}

each_node() { # format: a line for each node
  local ids
  ids=$(ask_swarm node ls -q) || exit
  # shellcheck disable=SC2086
  ask_swarm node inspect -f "$1" $ids
}

nodes_of() { # service format: a line for each node that carries the service's label
  local lines
  lines=$(each_node "{{if eq (index .Spec.Labels \"lakeswarm.$1\") \"true\"}}$2{{end}}") || exit
  grep . <<<"$lines" || true
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
