#!/usr/bin/env bash
# Lints and tests a folder of Python in a virtual environment of its own; the last line is pytest's summary.
# Usage: test-python.sh FOLDER WHAT PINS… [-- pytest argument…]
#   FOLDER     below jobs/
#   PINS       requirement files, as paths from jobs/
#   PIP_FLAGS  further flags of pip, space separated
#   PYTHON     the interpreter (default python3)
set -euo pipefail
cd "$(dirname "$0")"
folder=$1 what=$2 pins=() flags=()
shift 2
while [ $# -gt 0 ] && [ "$1" != -- ]; do
  pins+=("$(realpath "$1")")
  shift
done
[ $# = 0 ] || shift
read -ra flags <<<"${PIP_FLAGS:-}"
cd "$folder"
readonly venv=target/venv
python=${PYTHON:-python3}

fail() {
  echo "Cannot test $what: $1" >&2
  exit 1
}

command -v "$python" >/dev/null || fail "$python is missing. Install the package python3."
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
  fail "$("$python" --version) is older than 3.11. Install a newer one and set PYTHON to it."
"$python" -c 'import venv, ensurepip' 2>/dev/null ||
  fail "python3 lacks venv. Install the package python3-venv (apt-get install python3-venv)."

wanted=$(
  "$python" --version
  sha256sum "${pins[@]}"
)
if [ "$wanted" != "$(cat "$venv/installed" 2>/dev/null)" ]; then
  echo "Installing the pinned packages into jobs/$folder/$venv"
  rm -rf "$venv"
  "$python" -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check "${flags[@]}" --require-hashes \
    "${pins[@]/#/--requirement=}" || fail "pip failed, see above. Check the package index and run this again."
  echo "$wanted" >"$venv/installed"
fi

"$venv/bin/ruff" check --quiet .
"$venv/bin/ruff" format --quiet --check .
exec "$venv/bin/pytest" --junitxml=target/TEST-pytest.xml "$@"
