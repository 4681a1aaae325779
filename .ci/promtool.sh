#!/usr/bin/env bash
# Checks the configuration of Prometheus and Alertmanager's rules, and tests every alert.
# Each alert must have a test and a runbook.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=stacks/lib.sh
. stacks/lib.sh
unpacked=target/promtool
bad=0

complain() {
  echo "$*" >&2
  bad=1
}

# Without promtool on the host its Debian package is unpacked, not installed: installing it would start a server on
# port 9090. Older releases have promtool in the package prometheus.
unpack() {
  local package=promtool
  apt-cache show promtool >/dev/null 2>&1 || package=prometheus
  mkdir -p $unpacked
  (
    cd $unpacked &&
      apt-get download -qq "$package" 2>/dev/null &&
      dpkg -x "$package"_*.deb . &&
      rm -f ./*.deb
  ) || fatal "Cannot test the alerts: promtool is missing and the package $package cannot be downloaded." \
    "Run 'apt-get update' as root, or install promtool."
}

promtool=$(command -v promtool || echo "$PWD/$unpacked/usr/bin/promtool")
[ -x "$promtool" ] || unpack
"$promtool" check config --syntax-only stacks/monitoring/prometheus.yml
"$promtool" check rules stacks/monitoring/rules/*.yml
"$promtool" test rules stacks/monitoring/tests/*.yml
mapfile -t alerts < <(sed -n 's/^ *- alert: //p' stacks/monitoring/rules/*.yml)
mapfile -t pages < <(sed -n 's/^ *runbook: //p' stacks/monitoring/rules/*.yml)
for alert in "${alerts[@]}"; do
  grep -q "alertname: $alert" stacks/monitoring/tests/*.yml ||
    complain "Cannot accept the alert $alert: it has no test. Write one in stacks/monitoring/tests."
done
for page in "${pages[@]}"; do
  [ -f "$page" ] || complain "Cannot accept a rule: its runbook $page is missing. Write it."
done
exit $bad
