#!/usr/bin/env bash
# Runs DAGs one after the other through Airflow's REST API, follows each to its end and prints what its jobs did. Usage: dags.sh DAG…
#   AIRFLOW_URL  any node's port 8080 (default: beside LS_URL, http://127.0.0.1:8080)
#   BREWERY_API  handed to the runs as the parameter brewery_api (default: what the DAG says)
#   DAG_TIMEOUT  seconds one DAG may take (default 3600)
set -euo pipefail
cd "$(dirname "$0")/.."
[ $# -ge 1 ] || { sed -n '2,5p' "$0" >&2; exit 2; }
url=${LS_URL:-http://127.0.0.1:8088}
url=${AIRFLOW_URL:-${url%:*}:8080}
password=${SECRETS_DIR:-.secrets}/airflow_password
tmp=$(mktemp -d); trap 'rm -rf "$tmp"' EXIT

say() { printf '[%4ds] %s\n' $SECONDS "$*"; }
fatal() { echo "$*" >&2; exit 1; }

http() { # curl arguments: body in $tmp/body, status in $status. Password and token stay out of the process list.
  # A restart of the api-server takes half a minute; a run that was started twice by a lost answer is refused by its id.
  status=$(curl -sS -m 30 --retry 15 --retry-delay 2 --retry-max-time 60 --retry-connrefused -o "$tmp/body" -w '%{http_code}' -H 'Content-Type: application/json' -K "$tmp/token" "$@" 2>"$tmp/error") || status=000
}

call() { # what, curl arguments: the body; anything but success ends the script
  local what=$1; shift
  http "$@"
  case $status in
    2*) cat "$tmp/body" ;;
    000) fatal "Cannot $what: Airflow at $url does not answer: $(cat "$tmp/error"). See 'make status'; set AIRFLOW_URL to any node's port 8080." ;;
    *) fatal "Cannot $what: Airflow answered $status: $(jq -r '.detail | if type == "string" then . else tojson end' "$tmp/body" 2>/dev/null || head -c 300 "$tmp/body")." ;;
  esac
}

login() {
  [ -r "$password" ] || fatal "Cannot sign in to Airflow: $password is missing. Run where the platform was deployed from, or set SECRETS_DIR."
  : >"$tmp/token"
  jq -Rs '{username: "admin", password: rtrimstr("\n")}' "$password" >"$tmp/login"
  call "sign in" --data-binary "@$tmp/login" "$url/auth/token" | jq -r '"header = \"Authorization: Bearer \(.access_token)\""' >"$tmp/bearer"
  rm "$tmp/login"; mv "$tmp/bearer" "$tmp/token"
}

await_dag() { # a new DAG is known once the DAG processor has read it
  local deadline=$((SECONDS + 180))
  while http "$url/api/v2/dags/$1"; [ "$status" = 404 ]; do
    [ $SECONDS -lt $deadline ] || fatal "Cannot run $1: Airflow knows no such DAG. Look for it in $url and at the condition Airflow of 'make status'."
    sleep 2
  done
  [ "$(call "read $1" "$url/api/v2/dags/$1" | jq -r .is_paused)" = false ] || fatal "Cannot run $1: it is paused. Switch it on in $url."
}

log() { # dag run task try: the job's lines
  call "read the log of $3" -H 'Accept: application/json' "$url/api/v2/dags/$1/dagRuns/$2/taskInstances/$3/logs/$4?full_content=true" |
    jq -r '.content[] | if type == "object" then .event, (.error_detail // [] | .[] | "\(.exc_type): \(.exc_value)") else . end'
}

result() { # dag run task try: its result line, if it writes one; the log is complete a little after the task has ended
  local deadline=$((SECONDS + 10))
  until log "$@" >"$tmp/log" && grep -o 'LAKESWARM_RESULT {.*' "$tmp/log" >>"$tmp/results"; do
    [ $SECONDS -lt $deadline ] || return 0
    sleep 1
  done
}

changes() { # dag run: tasks whose state is another than at the last look, as lines "task state try"
  call "follow $1" "$url/api/v2/dags/$1/dagRuns/$2/taskInstances?limit=100&order_by=start_date" |
    jq -r '.task_instances[] | select(.state != null) | "\(.task_id) \(.state) \(.try_number)"' | sort >"$tmp/now"
  comm -23 "$tmp/now" "$tmp/seen"
  mv "$tmp/now" "$tmp/seen"
}

ahead() { # dag: says which run goes first, for a DAG has one at a time
  call "follow $1" "$url/api/v2/dags/$1/dagRuns?state=running&limit=1" |
    jq -r '.dag_runs[].dag_run_id' | while read -r run; do say "$1: waits until the run $run has ended, see $url/dags/$1/runs/$run"; done
}

follow() { # dag run
  local deadline=$((SECONDS + ${DAG_TIMEOUT:-3600})) patience=$((SECONDS + 5)) state=queued task task_state try
  : >"$tmp/seen"
  while :; do
    # The run first: when it has ended, the look at its tasks after it is the last one.
    state=$(call "follow $1" "$url/api/v2/dags/$1/dagRuns/$2" | jq -r .state)
    while read -r task task_state try; do
      say "$1 $task: $task_state$([ "$try" -le 1 ] || echo " (try $try)")"
      case $task_state in
        success) result "$1" "$2" "$task" "$try" ;;
        failed | up_for_retry)
          log "$1" "$2" "$task" "$try" | tail -n 20 | sed 's/^/        /' ;;
      esac
    done < <(changes "$1" "$2")
    case $state in
      success) return ;;
      failed) fatal "Cannot finish $1: a task failed, see its last lines above. All of it: $url/dags/$1/runs/$2" ;;
    esac
    if [ "$state" = queued ] && [ $SECONDS -ge $patience ]; then patience=$((deadline + 1)); ahead "$1"; fi
    [ $SECONDS -lt $deadline ] || fatal "Cannot finish $1: still $state after ${DAG_TIMEOUT:-3600} s. It goes on; look at $url/dags/$1/runs/$2"
    sleep 1
  done
}

login
: >"$tmp/results"
for dag in "$@"; do
  await_dag "$dag"
  run=by-hand-$(date -u +%Y%m%dT%H%M%SZ)-$$
  jq -n --arg run "$run" --arg api "${BREWERY_API:-}" \
    '{dag_run_id: $run, logical_date: null, conf: (if $api == "" then {} else {brewery_api: $api} end)}' >"$tmp/trigger"
  call "start $dag" --data-binary "@$tmp/trigger" "$url/api/v2/dags/$dag/dagRuns" >/dev/null
  say "$dag: started"
  follow "$dag" "$run"
done
[ ! -s "$tmp/results" ] || jobs/results.sh $SECONDS <"$tmp/results"
