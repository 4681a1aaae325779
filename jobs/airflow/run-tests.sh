#!/usr/bin/env bash
# Lints and tests the Airflow operator in a virtual environment of their own; the last line is pytest's summary.
set -euo pipefail
cd "$(dirname "$0")"
readonly venv=target/venv
readonly pins=(../../images/airflow/requirements.txt ../python/requirements-dev.txt)
python=${PYTHON:-python3}

fail() {
  echo "Cannot test the Airflow operator: $1" >&2
  exit 1
}

command -v "$python" >/dev/null || fail "$python is missing. Install the package python3."
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
  fail "$("$python" --version) is older than 3.11. Install a newer one and set PYTHON to it."
"$python" -c 'import venv, ensurepip' 2>/dev/null ||
  fail "python3 lacks venv. Install the package python3-venv (apt-get install python3-venv)."

wanted=$("$python" --version; sha256sum "${pins[@]}")
if [ "$wanted" != "$(cat "$venv/installed" 2>/dev/null)" ]; then
  echo "Installing the pinned packages into jobs/airflow/$venv"
  rm -rf "$venv"
  "$python" -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check --no-deps --require-hashes \
    "${pins[@]/#/--requirement=}" || fail "pip failed, see above. Check the package index and run this again."
  echo "$wanted" >"$venv/installed"
fi

"$venv/bin/ruff" check --quiet .
"$venv/bin/ruff" format --quiet --check .
exec "$venv/bin/pytest" --junitxml=target/TEST-pytest.xml "$@"
