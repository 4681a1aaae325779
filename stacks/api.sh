#!/usr/bin/env bash
# Speaks to the reconciler. Usage: api.sh status | plan | workers | scale N [reason] | apply [file] | get PATH
#   LS_URL    the gateway's address (default http://127.0.0.1:8088)
#   LS_TOKEN  bearer token (default: .secrets/reconciler_token)
set -euo pipefail
cd "$(dirname "$0")/.."
LS_URL=${LS_URL:-http://127.0.0.1:8088}
token() { if [ -n "${LS_TOKEN:-}" ]; then echo "$LS_TOKEN"; else cat "${SECRETS_DIR:-.secrets}/reconciler_token"; fi; }

call() { # curl arguments: prints the body; a refusal goes to stderr and fails. The token stays out of the process list.
  local out code
  out=$(mktemp); trap 'rm -f "$out"; trap - RETURN' RETURN
  code=$(curl -sS -m 30 -o "$out" -w '%{http_code}' -K <(printf 'header = "Authorization: Bearer %s"' "$(token)") "$@") ||
    { echo "Cannot reach the reconciler at $LS_URL. Is the platform up ('make watch_services')? Set LS_URL to any node's port 8088." >&2; return 1; }
  case $code in
    2*) cat "$out" ;;
    *)
      jq -r '"Refused (\(.status)): \(.title). \(.detail // "")", ((.errors // [])[] | "  \(.path)\(if .line then " (line \(.line))" else "" end): \(.message)")' "$out" >&2 2>/dev/null || { echo "Refused ($code):"; cat "$out"; } >&2
      return 1 ;;
  esac
}

apply() { # file
  local etag
  etag=$(curl -sS -m 30 -o /dev/null -D - -K <(printf 'header = "Authorization: Bearer %s"' "$(token)") "$LS_URL/api/v1/desired-state" | tr -d '\r' | awk 'tolower($1) == "etag:" {print $2}')
  [ -n "$etag" ] || { echo "Cannot apply $1: the reconciler has no revision yet. Try again in some seconds; 'make status' shows why." >&2; return 1; }
  call -X PUT -H 'Content-Type: application/yaml' -H 'X-Lakeswarm-Source: file' -H "If-Match: $etag" --data-binary "@$1" "$LS_URL/api/v1/desired-state"
}

case ${1:-help} in
  status) call "$LS_URL/api/v1/status" | jq -r '"Ready: \(.ready)   revision \(.revision)", "", (.conditions[] | "\(.status)\t\(.type)\t\(.reason)\t\(.message // "")"), "", (.resources[]? | "\(.running)/\(.desired)\t\(.name)\t\((.nodes // []) | join(" "))")' | column -t -s $'\t' ;;
  plan) call "$LS_URL/api/v1/plan" | jq -r 'if length == 0 then "Nothing to do." else .[] | "\(.action) \(.target)  # \(.cause)" end' ;;
  workers) call "$LS_URL/api/v1/spark/workers" | jq -r '"desired \(.desired)  running \(.running)  registered \(.registered)", (.workers[] | "\(.task[0:12])\t\(.node)\t\(.host)\t\(.state)\t\(.coresUsed)/\(.cores) cores")' | column -t -s $'\t' ;;
  scale) call -X PUT -H 'Content-Type: application/json' -d "$(jq -n --argjson n "${2:?how many workers}" --arg r "${3:-}" '{replicas: $n} + (if $r == "" then {} else {reason: $r} end)')" "$LS_URL/api/v1/spark/workers" ;;
  apply) apply "${2:-stacks/desired-state.yml}" ;;
  get) call "$LS_URL$2" ;;
  *) sed -n '2,4p' "$0" ;;
esac
