#!/usr/bin/env bash
# Calls the reconciler's REST API. Usage: api.sh COMMAND
#   status, history, workers   print a table
#   plan [FILE]                prints what the reconciler would do now; with FILE: what applying FILE would change
#   apply [FILE]               previews as plan FILE, then makes FILE the desired state; put: without a preview
#   scale N [REASON], rollback N [REASON], bootstrap NAME [REASON], get PATH
# Environment:
#   LS_URL    the gateway's address (default http://127.0.0.1:8088)
#   LS_TOKEN  bearer token (default: .secrets/reconciler_token)
#   NO_COLOR=1: no colours on a terminal; CLICOLOR_FORCE=1: colours elsewhere too
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=stacks/lib.sh
. stacks/lib.sh
LS_URL=${LS_URL:-http://127.0.0.1:8088}
COLOUR=false
if [ -z "${NO_COLOR:-}" ] && { [ -t 1 ] || [ "${CLICOLOR_FORCE:-0}" != 0 ]; }; then COLOUR=true; fi
API=$LS_URL/api/v1
DOC=$API/desired-state
JSON='Content-Type: application/json'
TMP=$(mktemp -d)
trap 'rm -rf "$TMP"' EXIT

give_up() { # message; without the script's name, because it is the person's command that fails
  echo "$*" >&2
  exit 1
}

token() {
  local file=${SECRETS_DIR:-.secrets}/reconciler_token
  if [ -n "${LS_TOKEN:-}" ]; then
    echo "$LS_TOKEN"
  elif [ -r "$file" ]; then
    cat "$file"
  else
    give_up "Cannot read the token: $file is missing or not readable. Run 'make swarm_deploy', or use the host and" \
      "the user of the deploy, or set LS_TOKEN."
  fi
}

# Prints the body. A refusal goes to stderr and fails. The token stays out of the process list.
call() { # curl arguments
  local code bearer
  bearer=$(token) || exit
  code=$(curl -sS -m 30 -D "$TMP/head" -o "$TMP/body" -w '%{http_code}' \
    -K <(printf 'header = "Authorization: Bearer %s"' "$bearer") "$@" 2>"$TMP/error") ||
    unreachable "$(sed 's/^curl: ([0-9]*) //' "$TMP/error")"
  case $code in
    2*)
      cat "$TMP/body"
      return
      ;;
    # The gateway's own page: the reconciler answers with a problem document.
    50[234]) jq -e .title "$TMP/body" >/dev/null 2>&1 || unreachable "the gateway answered $code" ;;
  esac
  refusal "$code" >&2
  return 1
}

unreachable() { # cause
  give_up "Cannot reach the reconciler at $LS_URL: $1. If nothing is deployed, run 'make swarm_deploy'. Else set" \
    "LS_URL to any node's port 8088, or see docs/runbooks/ReconcilerAbsent.md."
}

need() { # value message
  [ -n "$1" ] || give_up "${@:2}"
}

need_file() { # file
  [ -r "$1" ] || give_up "Cannot read $1: it is missing or not readable. Name the file of a desired state: F=FILE."
}

refusal() { # code: the body as a problem document, else as it is
  jq -rs '
    .[0] // error("no body") | "Refused (\(.status)): \(.title). \(.detail // "")",
    ((.errors // [])[] | "  \(.path)\(if .line then " (line \(.line))" else "" end): \(.message)")
  ' "$TMP/body" 2>/dev/null || {
    echo "Refused ($1):"
    cat "$TMP/body"
  }
}

show() { # view, further jq arguments: stdin as a table
  jq -r "${@:2}" --arg view "$1" --argjson colour $COLOUR -f stacks/api.jq
}

put() { # file, further curl arguments
  call -X PUT -H 'Content-Type: application/yaml' -H 'X-Lakeswarm-Source: file' --data-binary "@$1" "${@:2}"
}

stored() { # the stored document in $TMP/stored, its tag in $etag
  call -H 'Accept: application/yaml' "$DOC" >"$TMP/stored"
  etag=$(tr -d '\r' <"$TMP/head" | awk 'tolower($1) == "etag:" {print $2}')
}

paint() { # a unified diff on stdin
  if [ $COLOUR = false ]; then
    cat
    return
  fi
  sed -e $'s/^\\(---\\|+++\\).*/\e[1m&\e[0m/;t' \
    -e $'s/^-.*/\e[31m&\e[0m/;s/^+.*/\e[32m&\e[0m/;s/^@@.*/\e[36m&\e[0m/'
}

preview() { # file: what it would change in the document and on the platform
  local revision=${etag//\"/}
  put "$1" -H 'Accept: application/yaml' "$DOC?dryRun=true" >"$TMP/wanted" || exit
  put "$1" "$DOC?dryRun=true" >"$TMP/plan" || exit
  if diff -u --label "desired state, revision $revision" --label "$1" "$TMP/stored" "$TMP/wanted" >"$TMP/diff"; then
    echo "$1 changes nothing: revision $revision says the same, or was made since the file was last applied."
  else
    paint <"$TMP/diff"
  fi
  echo
  show plan <"$TMP/plan"
}

replace() { # file: makes it the desired state
  put "$1" -H "If-Match: $etag" "$DOC"
}

apply() { # file
  need_file "$1"
  stored
  preview "$1"
  echo
  replace "$1" | jq -r '
    if .changed then "Applied: revision \(.revision) is the desired state."
    else "Nothing applied: revision \(.revision) stays." end'
}

status() {
  call "$API/status" | show status
  echo
  call "$API/spark/workers" | show workers
}

plan() { # file or nothing
  if [ -n "$1" ]; then
    need_file "$1"
    stored
    preview "$1"
  else
    call "$API/plan" | show plan
  fi
}

scale() { # number, reason
  local body
  [[ $1 =~ ^[0-9]+$ ]] || give_up "Cannot scale: '$1' is no number of workers. Write stacks/api.sh scale 4 'REASON'."
  body=$(jq -n --argjson n "$1" --arg r "$2" '{replicas: $n} + (if $r == "" then {} else {reason: $r} end)')
  call -X PUT -H "$JSON" -d "$body" "$API/spark/workers"
}

post() { # path below /api/v1, reason
  call -X POST -H "$JSON" -d "$(jq -n --arg r "$2" 'if $r == "" then {} else {reason: $r} end')" "$API/$1"
}

file=${2:-stacks/desired-state.yml}
case ${1:-help} in
  status) status ;;
  plan) plan "${2:-}" ;;
  apply) apply "$file" ;;
  put)
    need_file "$file"
    stored
    replace "$file"
    ;;
  history)
    call "$API/events?follow=false" >"$TMP/events"
    sed -n 's/^data: \{0,1\}//p' "$TMP/events" | show history -s
    ;;
  workers) call "$API/spark/workers" | show workers ;;
  scale) scale "${2:-}" "${3:-}" ;;
  rollback)
    need "${2:-}" "Cannot roll back: no revision given. Write make rollback N=7 with a number of" \
      "stacks/api.sh get /api/v1/revisions."
    post "revisions/$2/rollback" "${3:-}"
    ;;
  bootstrap)
    need "${2:-}" "Cannot verify a component: none given. Write make bootstrap C=minio (or nessie, dremio)."
    post "bootstrap/$2" "${3:-}"
    ;;
  get)
    need "${2:-}" "Cannot get: no path given. Write stacks/api.sh get /api/v1/status."
    call "$LS_URL$2"
    ;;
  *) usage ;;
esac
