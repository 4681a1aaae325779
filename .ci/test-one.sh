#!/usr/bin/env bash
# Runs one test class, or one of its methods, as fast as possible. Neither formatting nor style is checked.
# Usage: test-one.sh NAME    SparkPlannerTest, SparkPlannerTest#method, or the name of a method alone;
#                            test_ingest or test_ingest::test_name for Python
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=stacks/lib.sh
. stacks/lib.sh
FAST=(-q -B -ntp -Dspotless.check.skip -Dspotless.apply.skip -Dcheckstyle.skip -Dquarkus.build.skip
  -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false
  -Dmaven.test.redirectTestOutputToFile=false)

find_file() { # name: the Java or Python file of this class, else the only Java file with a method of this name
  local found
  found=$(git ls-files -co --exclude-standard "*/$1.java" "*/$1.py")
  [ -n "$found" ] ||
    found=$(git ls-files -co --exclude-standard '*/src/test/*.java' | xargs grep -lE "void $1\(" || true)
  case $(grep -c . <<<"$found") in
    0) fatal "Cannot run $1: no test class, file or method has this name. Write the class without its package." ;;
    1) echo "$found" ;;
    *) fatal "Cannot run $1: it stands in ${found//$'\n'/, }. Write Class#method." ;;
  esac
}

run_python() { # file test
  local folder=${1%%/tests/*}
  exec "$folder/run-tests.sh" "tests/${1#*/tests/}${2:+::$2}"
}

run_java() { # file method
  local module=${1%%/src/*} class test
  class=$(basename "$1" .java)
  test=$class${2:+#$2}
  # Of this run only.
  rm -f "$module"/target/*-reports/*."$class".txt
  case $class in
    *IT | *E2E) ./mvnw "${FAST[@]}" -pl "$module" -am -Dtest=none -Dit.test="$test" verify ;;
    *) ./mvnw "${FAST[@]}" -pl "$module" -am -Dtest="$test" test ;;
  esac
  # A test may log stack traces that it wants.
  sed -n 's/^Tests run/ok: &/p' "$module"/target/*-reports/*."$class".txt
}

[ -n "${1:-}" ] || fatal "Cannot run a test: no name given. Write make test_one T=SparkPlannerTest."
name=${1%%[#.:]*}
member=""
[ "$name" = "$1" ] || member=${1##*[#.:]}
file=$(find_file "$name")
[ "$(basename "$file" | cut -d. -f1)" = "$name" ] || member=$name
case $file in
  *.py) run_python "$file" "$member" ;;
  *) run_java "$file" "$member" ;;
esac
