#!/usr/bin/env bash
# Shell, YAML and Dockerfile rules. Java's formatting and import rules are part of the Maven build.
set -euo pipefail
cd "$(dirname "$0")/.."
mapfile -t shell < <(git ls-files | xargs grep -lE '^#!(/bin/sh|/usr/bin/env bash)' -- 2>/dev/null)
shellcheck -x "${shell[@]}"
mapfile -t yaml < <(git ls-files '*.yml' '*.yaml')
yamllint -s -c .yamllint.yaml "${yaml[@]}"
.ci/dockerfiles.sh
for notebook in jobs/notebooks/*.ipynb; do
  jq -e '[.cells[] | select(.cell_type == "code") | .execution_count, .outputs[]] | all(. == null)' "$notebook" >/dev/null || { echo "Cannot commit $notebook with outputs. Clear them (Edit > Clear Outputs of All Cells)." >&2; exit 1; }
done
echo "lint: ${#shell[@]} shell scripts, ${#yaml[@]} YAML files, $(git ls-files '*Dockerfile' | wc -l) Dockerfiles: ok"
