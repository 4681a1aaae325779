#!/usr/bin/env bash
# Prints the table of a pipeline's steps. Usage: results.sh SECONDS, with the steps' LAKESWARM_RESULT lines on stdin
set -euo pipefail
printf '\n%-11s %9s %13s %16s %13s %9s\n' step "rows in" "new versions" "closed versions" "current rows" seconds
sed 's/^LAKESWARM_RESULT //' | jq -r '
  [.job, .rowsIn // "-", .newVersions // "-", .closedVersions // "-", .currentRows // .sum // "-", .seconds] | @tsv' |
  awk -F'\t' '{printf "%-11s %9s %13s %16s %13s %9s\n", $1, $2, $3, $4, $5, $6}'
printf 'pipeline done in %d s\n' "$1"
