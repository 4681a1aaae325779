#!/usr/bin/env bash
# Speaks to the reconciler. Usage: api.sh status | plan [file] | apply [file] | put [file] | history | workers | scale N [reason] | rollback N [reason] | bootstrap NAME [reason] | get PATH
#   plan FILE shows what applying FILE would change; apply shows that too, then does it; put does it without a preview
#   LS_URL    the gateway's address (default http://127.0.0.1:8088)
#   LS_TOKEN  bearer token (default: .secrets/reconciler_token)
#   NO_COLOR=1: no colours on a terminal; CLICOLOR_FORCE=1: colours elsewhere too
set -euo pipefail
cd "$(dirname "$0")/.."
LS_URL=${LS_URL:-http://127.0.0.1:8088}
COLOUR=false
if [ -z "${NO_COLOR:-}" ] && { [ -t 1 ] || [ "${CLICOLOR_FORCE:-0}" != 0 ]; }; then COLOUR=true; fi
DOC=$LS_URL/api/v1/desired-state
TMP=$(mktemp -d); trap 'rm -rf "$TMP"' EXIT

token() { if [ -n "${LS_TOKEN:-}" ]; then echo "$LS_TOKEN"; else cat "${SECRETS_DIR:-.secrets}/reconciler_token"; fi; }

call() { # curl arguments: prints the body; a refusal goes to stderr and fails. The token stays out of the process list.
  local code
  code=$(curl -sS -m 30 -D "$TMP/head" -o "$TMP/body" -w '%{http_code}' -K <(printf 'header = "Authorization: Bearer %s"' "$(token)") "$@") ||
    { echo "Cannot reach the reconciler at $LS_URL. Is the platform up ('make watch_services')? Set LS_URL to any node's port 8088." >&2; return 1; }
  case $code in
    2*) cat "$TMP/body" ;;
    *)
      jq -r '"Refused (\(.status)): \(.title). \(.detail // "")", ((.errors // [])[] | "  \(.path)\(if .line then " (line \(.line))" else "" end): \(.message)")' "$TMP/body" >&2 2>/dev/null || { echo "Refused ($code):"; cat "$TMP/body"; } >&2
      return 1 ;;
  esac
}

show() { jq -r "${@:2}" --arg view "$1" --argjson colour $COLOUR -f stacks/api.jq; } # view: stdin as a table

put() { # file, further curl arguments
  call -X PUT -H 'Content-Type: application/yaml' -H 'X-Lakeswarm-Source: file' --data-binary "@$1" "${@:2}"
}

stored() { # the stored document in $TMP/stored, its tag in $etag
  call -H 'Accept: application/yaml' "$DOC" > "$TMP/stored"
  etag=$(tr -d '\r' < "$TMP/head" | awk 'tolower($1) == "etag:" {print $2}')
}

paint() { # a unified diff on stdin
  if [ $COLOUR = false ]; then cat; return; fi
  sed -e $'s/^\\(---\\|+++\\).*/\e[1m&\e[0m/;t' -e $'s/^-.*/\e[31m&\e[0m/;s/^+.*/\e[32m&\e[0m/;s/^@@.*/\e[36m&\e[0m/'
}

preview() { # file: what it would change in the document and on the platform; fails when the document stays as it is
  put "$1" -H 'Accept: application/yaml' "$DOC?dryRun=true" > "$TMP/wanted" || exit
  put "$1" "$DOC?dryRun=true" > "$TMP/plan" || exit
  if diff -u --label "desired state, revision ${etag//\"/}" --label "$1" "$TMP/stored" "$TMP/wanted" > "$TMP/diff"; then
    echo "$1 changes nothing: revision ${etag//\"/} says the same, or was made since the file was last applied."
  else paint < "$TMP/diff"; fi
  echo
  show plan < "$TMP/plan"
}

replace() { # file: makes it the desired state
  put "$1" -H "If-Match: $etag" "$DOC"
}

post() { # path below /api/v1, reason
  call -X POST -H 'Content-Type: application/json' -d "$(jq -n --arg r "$2" 'if $r == "" then {} else {reason: $r} end')" "$LS_URL/api/v1/$1"
}

file=${2:-stacks/desired-state.yml}
case ${1:-help} in
  status) call "$LS_URL/api/v1/status" | show status; echo; call "$LS_URL/api/v1/spark/workers" | show workers ;;
  plan) if [ -n "${2:-}" ]; then stored; preview "$2"; else call "$LS_URL/api/v1/plan" | show plan; fi ;;
  apply) stored; preview "$file"; echo; replace "$file" | jq -r 'if .changed then "Applied: revision \(.revision) is the desired state." else "Nothing applied: revision \(.revision) stays." end' ;;
  put) stored; replace "$file" ;;
  history) call "$LS_URL/api/v1/events?follow=false" | sed -n 's/^data: \{0,1\}//p' | show history -s ;;
  workers) call "$LS_URL/api/v1/spark/workers" | show workers ;;
  scale) call -X PUT -H 'Content-Type: application/json' -d "$(jq -n --argjson n "${2:?how many workers}" --arg r "${3:-}" '{replicas: $n} + (if $r == "" then {} else {reason: $r} end)')" "$LS_URL/api/v1/spark/workers" ;;
  rollback) post "revisions/${2:?to which revision: api.sh get /api/v1/revisions}/rollback" "${3:-}" ;;
  bootstrap) post "bootstrap/${2:?minio, nessie or dremio}" "${3:-}" ;;
  get) call "$LS_URL$2" ;;
  *) sed -n '2,6p' "$0" ;;
esac
