#!/usr/bin/env bash
# Runs the reconciler in Quarkus dev mode beside the simulated cluster: a change of a source file is live at the next
# request. No engine. Ctrl-C ends both. PORT: where the status page is (default 8088).
set -euo pipefail
cd "$(dirname "$0")/.."
PORT=${PORT:-8088}
MVN=(./mvnw -q -B -ntp -Dspotless.apply.skip -Dcheckstyle.skip)
libraries=$(mktemp)
trap 'rm -f "$libraries"' EXIT

echo "compiling the reconciler and the simulated cluster"
"${MVN[@]}" -pl reconciler -am test-compile dependency:build-classpath -Dmdep.outputFile="$libraries"
on=$(<"$libraries")
rm "$libraries"
echo "starting; in about a minute: http://127.0.0.1:$PORT/"
echo "in a terminal: LS_URL=http://127.0.0.1:$PORT LS_TOKEN=operator-token-for-tests make status"
# exec: whoever ends this process ends the JVM.
exec java -Dproject.root="$PWD" -cp "reconciler/target/test-classes:reconciler/target/classes:$on" \
  io.lakeswarm.reconciler.bench.SimulatedClusterMain "${MVN[@]}" -pl reconciler quarkus:dev \
  -Dquarkus.http.port="$PORT" -Dquarkus.http.host=127.0.0.1 -Dquarkus.test.continuous-testing=disabled \
  -Dquarkus.analytics.disabled=true
