#!/usr/bin/env bash
# Writes images/images.lock: name, file, source and checksum of everything that the builds download by version.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=images/versions.env
. images/versions.env
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT
maven() { ./mvnw -q -B -ntp "$@"; }
nessie=$(sed -n 's:.*<nessie.version>\(.*\)</nessie.version>.*:\1:p' pom.xml)
maven -N dependency:copy -Dartifact="org.projectnessie.nessie:nessie-quarkus:$nessie:jar:runner" -DoutputDirectory="$dir/nessie" -Dmdep.stripVersion
mv "$dir/nessie/nessie-quarkus-runner.jar" "$dir/nessie/nessie-server.jar"
maven -f images/wsl-spark/pom.xml dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory="$dir/wsl-spark"
command -v go >/dev/null || { echo "Cannot lock the Go module: go is missing. Install golang-go." >&2; exit 1; }
{
  echo '# image  file  source  checksum: sha256 of a file, h1 of a Go module. Made by make lock, checked by every build. Wheels: wsl-python-apps/requirements.txt.'
  echo "minio github.com/minio/minio@$MINIO_VERSION go-module $(go mod download -json "github.com/minio/minio@$MINIO_VERSION" | sed -n 's/.*"Sum": "\(.*\)".*/\1/p')"
  for image in nessie wsl-spark; do
    (cd "$dir/$image" && sha256sum -- *.jar | LC_ALL=C sort -k2 | awk -v i=$image '{print i " " $2 " maven-central " $1}')
  done
} >images/images.lock.new
mv images/images.lock.new images/images.lock
echo "images/images.lock: $(grep -vc '^#' images/images.lock) entries"
