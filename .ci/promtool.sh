#!/usr/bin/env bash
# Checks the configuration of Prometheus and Alertmanager's rules, and tests every alert. Each alert must have a test and a runbook.
# Without promtool on the host its Debian package is unpacked, not installed: installing it would start a server on port 9090.
set -euo pipefail
cd "$(dirname "$0")/.."
unpacked=target/promtool
promtool=$(command -v promtool || true)
[ -n "$promtool" ] || promtool=$PWD/$unpacked/usr/bin/promtool
if [ ! -x "$promtool" ]; then
  mkdir -p $unpacked
  package=promtool; apt-cache show promtool >/dev/null 2>&1 || package=prometheus
  (cd $unpacked && apt-get download -qq "$package" 2>/dev/null && dpkg -x "$package"_*.deb . && rm -f ./*.deb) ||
    { echo "Cannot test the alerts: promtool is missing and the package $package cannot be downloaded. Run 'apt-get update' as root, or install promtool." >&2; exit 1; }
fi
"$promtool" check config --syntax-only stacks/monitoring/prometheus.yml
"$promtool" check rules stacks/monitoring/rules/*.yml
"$promtool" test rules stacks/monitoring/tests/*.yml
bad=0
mapfile -t alerts < <(sed -n 's/^ *- alert: //p' stacks/monitoring/rules/*.yml)
mapfile -t pages < <(sed -n 's/^ *runbook: //p' stacks/monitoring/rules/*.yml)
for alert in "${alerts[@]}"; do
  grep -q "alertname: $alert" stacks/monitoring/tests/*.yml || { echo "The alert $alert has no test in stacks/monitoring/tests." >&2; bad=1; }
done
for page in "${pages[@]}"; do
  [ -f "$page" ] || { echo "The runbook $page is missing." >&2; bad=1; }
done
exit $bad
