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

token() {
  if [ -n "${LS_TOKEN:-}" ]; then
    echo "$LS_TOKEN"
  else
    cat "${SECRETS_DIR:-.secrets}/reconciler_token"
  fi
}

# Prints the body. A refusal goes to stderr and fails. The token stays out of the process list.
call() { # curl arguments
  local code
  code=$(curl -sS -m 30 -D "$TMP/head" -o "$TMP/body" -w '%{http_code}' \
    -K <(printf 'header = "Authorization: Bearer %s"' "$(token)") "$@") || {
    echo "Cannot reach the reconciler at $LS_URL. Is the platform up ('make watch_services')?" \
      "Set LS_URL to any node's port 8088." >&2
    return 1
  }
  case $code in
    2*) cat "$TMP/body" ;;
    *)
      refusal "$code" >&2
      return 1
      ;;
  esac
}

refusal() { # code: the body as a problem document, else as it is
  jq -r '
    "Refused (\(.status)): \(.title). \(.detail // "")",
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
    stored
    preview "$1"
  else
    call "$API/plan" | show plan
  fi
}

scale() { # number, reason
  local body
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
    stored
    replace "$file"
    ;;
  history) call "$API/events?follow=false" | sed -n 's/^data: \{0,1\}//p' | show history -s ;;
  workers) call "$API/spark/workers" | show workers ;;
  scale) scale "${2:?how many workers}" "${3:-}" ;;
  rollback) post "revisions/${2:?to which revision: api.sh get /api/v1/revisions}/rollback" "${3:-}" ;;
  bootstrap) post "bootstrap/${2:?minio, nessie or dremio}" "${3:-}" ;;
  get) call "$LS_URL$2" ;;
  *) usage ;;
esac
