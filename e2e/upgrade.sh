#!/usr/bin/env bash
# Deploys the platform of an earlier commit on the lab's three engines, and this tree over it; what must not be lost is
# checked by UpgradeE2E. Puts the results into docs/test-upgrade.md. Ends with 1 when a test failed. Root on Linux.
# Usage: upgrade.sh [--help]
#   BASE           the earlier commit (default f84d7d2); this clone must have it
#   LAKESWARM_LAB  the lab; the worktree of the earlier commit is below it and stays, so do its images
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=stacks/lib.sh
. stacks/lib.sh
[ $# = 0 ] || {
  usage
  exit
}
export CI=true
BASE=${BASE:-f84d7d2}
reports=$PWD/e2e/target/upgrade
rm -rf "$reports"
failed=0
./mvnw -B -ntp -pl e2e verify -Dtest=None -Dsurefire.failIfNoSpecifiedTests=false -De2e.reports="$reports" \
  -De2e.tags=upgrade -De2e.withoutTags=long -De2e.base="$BASE" || failed=1
java e2e/src/test/java/io/lakeswarm/e2e/report/TestTable.java docs/test-upgrade.md "$BASE" "$(e2e/lab.sh version)" \
  "$reports" test || failed=1
exit $failed
