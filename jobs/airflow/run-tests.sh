#!/usr/bin/env bash
# Lints and tests the Airflow operator and the DAGs. Usage: run-tests.sh [pytest argument…]
# Without dependencies: four of the amazon provider's are left out on purpose (images/airflow/overrides.txt).
PIP_FLAGS=--no-deps exec "$(dirname "$0")/../test-python.sh" airflow "the Airflow operator" \
  ../images/airflow/requirements.txt python/requirements-dev.txt -- "$@"
