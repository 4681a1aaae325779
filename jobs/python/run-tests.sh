#!/usr/bin/env bash
# Lints and tests the Python jobs. Usage: run-tests.sh [pytest argument…]
exec "$(dirname "$0")/../test-python.sh" python "the Python jobs" \
  ../images/wsl-python-apps/requirements.txt python/requirements-dev.txt -- "$@"
