#!/usr/bin/env bash
# Shell, YAML and Dockerfile rules, lengths of files and lines. Java's formatting and imports: the Maven build.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=stacks/lib.sh
. stacks/lib.sh
for tool in shellcheck shfmt yamllint jq python3; do
  command -v "$tool" >/dev/null ||
    fatal "Cannot lint: $tool is missing. Install it, or run 'make test' as root on Debian or Ubuntu, which does."
done
# mvnw is Maven's own.
mapfile -t shell < <(git ls-files ':!mvnw' | xargs grep -lE '^#!(/bin/sh|/usr/bin/env bash)|^# shellcheck shell=' --)
mapfile -t yaml < <(git ls-files '*.yml' '*.yaml')
outputs='[.cells[] | select(.cell_type == "code") | .execution_count, .outputs[]]'
bad=0

check() { # command…: goes on after a failure, so that one run shows every finding
  "$@" || bad=1
}

no_outputs() { # notebook
  jq -e "$outputs | all(. == null)" "$1" >/dev/null || {
    echo "Cannot commit $1 with outputs. Clear them (Edit > Clear Outputs of All Cells)." >&2
    return 1
  }
}

check shellcheck -x "${shell[@]}"
check shfmt -d "${shell[@]}"
check .ci/lines.py "${shell[@]}"
check yamllint -s -c .yamllint.yaml "${yaml[@]}"
check .ci/dockerfiles.sh
for notebook in jobs/notebooks/*.ipynb; do check no_outputs "$notebook"; done
[ $bad = 1 ] ||
  echo "lint: ${#shell[@]} shell scripts, ${#yaml[@]} YAML files, $(git ls-files '*Dockerfile' | wc -l) Dockerfiles: ok"
exit $bad
