#!/usr/bin/env bash
# Runs DAGs one after the other through Airflow's REST API, follows each to its end, prints what its jobs did.
# Usage: dags.sh DAG…
#   AIRFLOW_URL  any node's port 8080 (default: beside LS_URL, http://127.0.0.1:8080)
#   BREWERY_API  handed to the runs as the parameter brewery_api (default: the DAG's own)
#   DAG_TIMEOUT  seconds one DAG may take (default 3600)
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=stacks/lib.sh
. stacks/lib.sh
if [ $# -lt 1 ]; then
  usage >&2
  exit 2
fi
url=${LS_URL:-http://127.0.0.1:8088}
url=${AIRFLOW_URL:-${url%:*}:8080}
password=${SECRETS_DIR:-.secrets}/airflow_password
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

# Body in $tmp/body, status in $status. Password and token stay out of the process list.
# A restart of the api-server takes half a minute; a run that was started twice by a lost answer is refused by its id.
http() { # curl arguments
  status=$(curl -sS -m 30 --retry 15 --retry-delay 2 --retry-max-time 60 --retry-connrefused \
    -o "$tmp/body" -w '%{http_code}' -H 'Content-Type: application/json' -K "$tmp/token" \
    "$@" 2>"$tmp/error") || status=000
}

call() { # what, curl arguments: the body; anything but success ends the script
  local what=$1
  shift
  http "$@"
  case $status in
    2*) cat "$tmp/body" ;;
    000)
      fatal "Cannot $what: Airflow at $url does not answer: $(cat "$tmp/error")." \
        "See 'make status'; set AIRFLOW_URL to any node's port 8080."
      ;;
    *) fatal "Cannot $what: Airflow answered $status: $(refusal). Read 'make logs S=airflow-api-server'." ;;
  esac
}

refusal() {
  jq -r '.detail | if type == "string" then . else tojson end' "$tmp/body" 2>/dev/null || head -c 300 "$tmp/body"
}

# Before the long retries of http: they are for an api-server that restarts, and then the gateway listens.
listens() {
  local status=0
  curl -s -m 30 -o "$tmp/body" "$url" || status=$?
  [ $status != 7 ]
}

login() {
  [ -r "$password" ] ||
    fatal "Cannot sign in to Airflow: $password is missing or not readable." \
      "Run 'make swarm_deploy', or use the host and the user of the deploy, or set SECRETS_DIR."
  retry 10 1 listens ||
    fatal "Cannot sign in to Airflow: nothing listens at $url. If nothing is deployed, run 'make swarm_deploy'." \
      "Else set AIRFLOW_URL to any node's port 8080, or look at 'make logs S=gateway'."
  : >"$tmp/token"
  jq -Rs '{username: "admin", password: rtrimstr("\n")}' "$password" >"$tmp/login"
  call "sign in" --data-binary "@$tmp/login" "$url/auth/token" |
    jq -r '"header = \"Authorization: Bearer \(.access_token)\""' >"$tmp/bearer"
  rm "$tmp/login"
  mv "$tmp/bearer" "$tmp/token"
}

await_dag() { # a new DAG has no page until the DAG processor has read its file
  local deadline=$((SECONDS + 180))
  while
    http "$url/api/v2/dags/$1"
    [ "$status" = 404 ]
  do
    [ $SECONDS -lt $deadline ] ||
      fatal "Cannot run $1: Airflow has no such DAG." \
        "Look for it in $url and at the condition Airflow of 'make status'."
    sleep 2
  done
  [ "$(call "read $1" "$url/api/v2/dags/$1" | jq -r .is_paused)" = false ] ||
    fatal "Cannot run $1: it is paused. Switch it on in $url."
}

log() { # dag run task try: the job's lines
  call "read the log of $3" -H 'Accept: application/json' \
    "$url/api/v2/dags/$1/dagRuns/$2/taskInstances/$3/logs/$4?full_content=true" |
    jq -r '.content[]
      | if type == "object" then .event, (.error_detail // [] | .[] | "\(.exc_type): \(.exc_value)") else . end'
}

# Prints the task's result line, if it writes one. The log is complete a little after the task has ended.
result() { # dag run task try
  local deadline=$((SECONDS + 10))
  until log "$@" >"$tmp/log" && grep -o 'LAKESWARM_RESULT {.*' "$tmp/log" >>"$tmp/results"; do
    [ $SECONDS -lt $deadline ] || return 0
    sleep 1
  done
}

changes() { # dag run: tasks whose state has changed since the last call, as lines "task state try"
  call "follow $1" "$url/api/v2/dags/$1/dagRuns/$2/taskInstances?limit=100&order_by=start_date" |
    jq -r '.task_instances[] | select(.state != null) | "\(.task_id) \(.state) \(.try_number)"' | sort >"$tmp/now"
  comm -23 "$tmp/now" "$tmp/seen"
  mv "$tmp/now" "$tmp/seen"
}

ahead() { # dag: prints the run that goes first, because a DAG has one at a time
  local run
  call "follow $1" "$url/api/v2/dags/$1/dagRuns?state=running&limit=1" | jq -r '.dag_runs[].dag_run_id' |
    while read -r run; do step "$1: waits until the run $run has ended, see $url/dags/$1/runs/$run"; done
}

show_changes() { # dag run
  local task state try
  while read -r task state try; do
    step "$1 $task: $state$([ "$try" -le 1 ] || echo " (try $try)")"
    case $state in
      success) result "$1" "$2" "$task" "$try" ;;
      failed | up_for_retry) log "$1" "$2" "$task" "$try" | tail -n 20 | sed 's/^/        /' ;;
    esac
  done < <(changes "$1" "$2")
}

follow() { # dag run
  local seconds=${DAG_TIMEOUT:-3600} page=$url/dags/$1/runs/$2 state=queued
  local deadline=$((SECONDS + seconds)) patience=$((SECONDS + 5))
  : >"$tmp/seen"
  while :; do
    # The run's state first: once it has ended, the tasks' states read after it are final.
    state=$(call "follow $1" "$url/api/v2/dags/$1/dagRuns/$2" | jq -r .state)
    show_changes "$1" "$2"
    case $state in
      success) return ;;
      failed) fatal "Cannot finish $1: a task failed, see its last lines above. All of it: $page" ;;
    esac
    if [ "$state" = queued ] && [ $SECONDS -ge $patience ]; then
      patience=$((deadline + 1))
      ahead "$1"
    fi
    [ $SECONDS -lt $deadline ] ||
      fatal "Cannot finish $1: still $state after $seconds s. It goes on; look at $page"
    sleep 1
  done
}

login
: >"$tmp/results"
for dag in "$@"; do
  await_dag "$dag"
  run=by-hand-$(date -u +%Y%m%dT%H%M%SZ)-$$
  jq -n --arg run "$run" --arg api "${BREWERY_API:-}" '{
    dag_run_id: $run, logical_date: null, conf: (if $api == "" then {} else {brewery_api: $api} end)
  }' >"$tmp/trigger"
  call "start $dag" --data-binary "@$tmp/trigger" "$url/api/v2/dags/$dag/dagRuns" >/dev/null
  step "$dag: started"
  follow "$dag" "$run"
done
[ ! -s "$tmp/results" ] || jobs/results.sh $SECONDS <"$tmp/results"
