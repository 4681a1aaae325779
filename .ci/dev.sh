#!/usr/bin/env bash
# Runs the reconciler in Quarkus dev mode beside the simulated cluster: a change of a source file is live at the next
# request. No engine. Ctrl-C ends both.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=stacks/lib.sh
. stacks/lib.sh
MVN=(./mvnw -q -B -ntp -Dspotless.apply.skip -Dcheckstyle.skip)
work=$(mktemp -d)
simulation=
cleanup() {
  [ -z "$simulation" ] || kill "$simulation" 2>/dev/null || true
  rm -rf "$work"
}
trap cleanup EXIT

echo "compiling the reconciler and the simulated cluster"
"${MVN[@]}" -pl reconciler -am test-compile dependency:build-classpath -Dmdep.outputFile="$work/classpath"
mkfifo "$work/stdin"
java -Dproject.root="$PWD" -cp "reconciler/target/test-classes:reconciler/target/classes:$(<"$work/classpath")" \
  io.lakeswarm.reconciler.bench.SimulatedClusterMain "$work/environment" <"$work/stdin" &
simulation=$!
# Held open by this shell: the simulation ends with it, however it ends.
exec 9>"$work/stdin"
for _ in $(seq 300); do
  [ ! -f "$work/environment" ] || break
  kill -0 "$simulation" 2>/dev/null || fatal "Cannot start the simulated cluster: it ended. See the error above."
  sleep 0.1
done
[ -f "$work/environment" ] || fatal "Cannot start the simulated cluster: not up after 30 s. Try again on a quiet machine."
# shellcheck disable=SC1091
. "$work/environment"
echo "status page: http://127.0.0.1:${PORT:-8088}/ (PORT=… for another port)"
"${MVN[@]}" -pl reconciler quarkus:dev -Dquarkus.http.port="${PORT:-8088}" -Dquarkus.http.host=127.0.0.1 \
  -Dquarkus.test.continuous-testing=disabled -Dquarkus.analytics.disabled=true 9>&-
