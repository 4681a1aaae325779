#!/usr/bin/env bash
# The hadolint rules that matter here; hadolint itself is in no package registry. Exits 1 with file and rule.
set -euo pipefail
cd "$(dirname "$0")/.."
bad=0

complain() { # rule
  echo "$file: $*" >&2
  bad=1
}

cleans_up() { grep -qE 'rm -rf .*(/var/lib/apt/lists|/root/go)' "$file"; }

ends_unprivileged() {
  # The images on top of Spark's inherit its user.
  grep -q '^USER ' "$file" || grep -q '^FROM .*BASE_SPARK' "$file"
}

for file in $(git ls-files '*Dockerfile'); do
  ! grep -qE '^ADD ' "$file" || complain "DL3020 use COPY, not ADD"
  ! grep -qE '^FROM [^$].*:latest' "$file" || complain "DL3007 pin the version of the base"
  ! grep -qE '^(CMD|ENTRYPOINT) [^[]' "$file" || complain "DL3025 write CMD and ENTRYPOINT as JSON"
  ! grep -qE 'RUN .*\bsudo\b' "$file" || complain "DL3004 do not use sudo"
  ! grep -qE '^(# syntax|RUN --mount|COPY --chmod)|<<' "$file" ||
    complain "the classic builder does not have this syntax"
  ! grep -q 'apt-get install' "$file" || cleans_up || complain "DL3009 delete the package lists after installing"
  case $file in
    images/base/*) ;;
    *) ends_unprivileged || complain "DL3002 end as a user that is not root" ;;
  esac
  grep -q 'org.opencontainers.image.title' "$file" || complain "name the image in an OCI label"
done
exit $bad
