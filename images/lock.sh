#!/usr/bin/env bash
# Writes images/images.lock: name, file, source and checksum of everything that the builds download by version.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=stacks/lib.sh
. stacks/lib.sh
# shellcheck source=images/versions.env
. images/versions.env
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
maven() { ./mvnw -q -B -ntp "$@"; }
nessie=$(sed -n 's:.*<nessie.version>\(.*\)</nessie.version>.*:\1:p' pom.xml)
maven -N dependency:copy -Dartifact="org.projectnessie.nessie:nessie-quarkus:$nessie:jar:runner" \
  -DoutputDirectory="$dir/nessie" -Dmdep.stripVersion
mv "$dir/nessie/nessie-quarkus-runner.jar" "$dir/nessie/nessie-server.jar"
maven -f images/wsl-spark/pom.xml dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory="$dir/wsl-spark"
command -v go >/dev/null || fatal "Cannot lock the Go module: go is missing. Install golang-go."
minio=github.com/minio/minio@$MINIO_VERSION
minio_sum=$(go mod download -json "$minio" | sed -n 's/.*"Sum": "\(.*\)".*/\1/p')
{
  printf '%s %s\n' '# image  file  source  checksum: sha256 of a file, h1 of a Go module.' \
    'Made by make lock, checked by every build. Wheels: wsl-python-apps/requirements.txt.'
  echo "minio $minio go-module $minio_sum"
  for image in nessie wsl-spark; do
    (cd "$dir/$image" && sha256sum -- *.jar) | LC_ALL=C sort -k2 |
      awk -v i=$image '{print i " " $2 " maven-central " $1}'
  done
} >images/images.lock.new
mv images/images.lock.new images/images.lock
echo "images/images.lock: $(grep -vc '^#' images/images.lock) entries"
