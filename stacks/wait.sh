# shellcheck shell=bash
# What deploy.sh waits for: the tasks of a stack, the reconciler's Ready, the services that the platform can be without.

DEPLOY_TIMEOUT=${DEPLOY_TIMEOUT:-600}
SLOW_HOST="A slow host may need DEPLOY_TIMEOUT=$((DEPLOY_TIMEOUT * 3))."

# Waits three times as long as the look took, between half a second and ten: on a slow host a look takes seconds of the
# CPU time that the services need to start.
rest_after() { # EPOCHREALTIME before the look
  local micros=$(((${EPOCHREALTIME//[.,]/} - ${1//[.,]/}) * 3))
  micros=$((micros < 500000 ? 500000 : micros > 10000000 ? 10000000 : micros))
  sleep "$((micros / 1000000)).$((micros % 1000000 / 100000))"
}

tasks_missing() { # stack: services with too few tasks; or that the manager did not answer
  local services incomplete once name replicas
  services=$(docker stack services "$1" --format '{{.Name}} {{.Replicas}}' 2>/dev/null) || services=""
  if [ -z "$services" ]; then
    echo "the manager's answer"
    return
  fi
  incomplete=$(awk '{split($2, tasks, "/"); if (tasks[1] != tasks[2]) print $1, $2}' <<<"$services")
  [ -n "$incomplete" ] || return 0
  once=$(docker stack services "$1" --filter label=lakeswarm.runs=once --format '{{.Name}}' 2>/dev/null) || once=""
  while read -r name replicas; do
    { grep -qx "$name" <<<"$once" && ended "$name"; } || echo "$name $replicas"
  done <<<"$incomplete"
}

ended() { # service: its youngest task ended well
  [[ $(docker service ps --format '{{.CurrentState}}' "$1" | head -1) == Complete* ]]
}

why() { # stack: Swarm's own words about its youngest failed or waiting tasks
  docker stack ps "$1" --no-trunc --format '{{.Name}} on {{.Node}}: {{.CurrentState}} {{.Error}}' |
    grep -vE ': (Running|Shutdown|Complete)' | head -5
}

wait_stack() { # stack
  local start=$SECONDS said=$SECONDS missing looked
  while
    looked=$EPOCHREALTIME
    missing=$(tasks_missing "$1")
    [ -n "$missing" ]
  do
    missing=${missing//$'\n'/, }
    [ $((SECONDS - start)) -lt "$DEPLOY_TIMEOUT" ] ||
      fatal "Cannot start stack $1: after $DEPLOY_TIMEOUT s still missing: $missing." \
        "Read 'make logs S=NAME', then run again: the deploy goes on from here." \
        "$SLOW_HOST Swarm says: $(why "$1")"
    if [ $((SECONDS - said)) -ge 30 ]; then
      info "waiting for $missing"
      said=$SECONDS
    fi
    rest_after "$looked"
  done
}

wait_ready() {
  local status shown="" now looked
  local deadline=$((SECONDS + DEPLOY_TIMEOUT))
  until
    looked=$EPOCHREALTIME
    status=$(stacks/api.sh get /api/v1/status 2>/dev/null) && jq -e .ready <<<"$status" >/dev/null
  do
    now=$(obstacle "$status")
    if [ -n "$now" ] && [ "$now" != "$shown" ]; then
      info "waiting: $now"
      shown=$now
    fi
    [ $SECONDS -lt $deadline ] ||
      fatal "Cannot end the deploy: the platform is not ready after $DEPLOY_TIMEOUT s:" \
        "${shown:-no answer from $LS_URL}." \
        "See 'make status' and docs/operations.md. $SLOW_HOST"
    rest_after "$looked"
  done
}

obstacle() { # status: the message of its condition Ready; nothing without an answer
  jq -r '[.conditions[]? | select(.type == "Ready") | .message] | first // ""' <<<"${1:-{\}}" 2>/dev/null || true
}

# The reconciler probes what Ready does not need only every few seconds. Bounded, because nothing depends on it.
wait_probes() { retry 20 1 nothing_planned || true; }

nothing_planned() { stacks/api.sh get /api/v1/plan 2>/dev/null | jq -e 'length == 0' >/dev/null; }

wait_query() { # seconds; sets ABSENT when Dremio does not run by then, or cannot
  local start=$SECONDS waited looked=$EPOCHREALTIME
  while [ -z "$ABSENT" ] && [ -n "$(tasks_missing query)" ]; do
    rest_after "$looked"
    looked=$EPOCHREALTIME
    waited=$((SECONDS - start))
    if [ $waited -ge "$1" ] || { [ $waited -ge 15 ] && query_is_refused; }; then
      ABSENT="not running after $waited s: $(why query | head -1 || true)"
    fi
  done
}

# Read 15 s after the deploy at the earliest: before that it may be an earlier deploy's obstacle.
query_is_refused() { why query | grep -E 'No such image|no suitable node|Rejected' >/dev/null; }
