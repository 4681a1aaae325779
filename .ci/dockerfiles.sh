#!/usr/bin/env bash
# The hadolint rules that matter here; hadolint itself is in no package registry. Exits 1 with file and rule.
set -euo pipefail
cd "$(dirname "$0")/.."
bad=0
complain() { echo "$1: $2" >&2; bad=1; }
for f in $(git ls-files '*Dockerfile'); do
  ! grep -qE '^ADD ' "$f" || complain "$f" "DL3020 use COPY, not ADD"
  ! grep -qE '^FROM [^$].*:latest' "$f" || complain "$f" "DL3007 pin the version of the base"
  ! grep -qE '^(CMD|ENTRYPOINT) [^[]' "$f" || complain "$f" "DL3025 write CMD and ENTRYPOINT as JSON"
  ! grep -qE 'RUN .*\bsudo\b' "$f" || complain "$f" "DL3004 do not use sudo"
  ! grep -qE '^(# syntax|RUN --mount|COPY --chmod)|<<' "$f" || complain "$f" "the classic builder does not know this syntax"
  ! grep -q 'apt-get install' "$f" || grep -qE 'rm -rf .*(/var/lib/apt/lists|/root/go)' "$f" || complain "$f" "DL3009 delete the package lists after installing"
  case $f in images/base/*) ;; *) grep -q '^USER ' "$f" || grep -q '^FROM .*BASE_SPARK' "$f" || complain "$f" "DL3002 end as a user that is not root" ;; esac
  grep -q 'org.opencontainers.image.title' "$f" || complain "$f" "say what it is in an OCI label"
done
exit $bad
