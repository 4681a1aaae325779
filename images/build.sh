#!/usr/bin/env bash
# Builds the images whose inputs changed and writes images/tags.env. Usage: images/build.sh [--help] [image…]
# A tag is the hash of an image's inputs, so an unchanged image is neither built nor rolled out again.
#   REFRESH=1       take the distribution's current packages (new tags for all)
#   BUILD_JOBS      images at a time (default 2)
#   EXTRA_CA_DIR    certificate authorities to trust inside the images (default /usr/local/share/ca-certificates)
#   APT_MIRROR, APT_SECURITY_MIRROR, GOPROXY, PIP_INDEX_URL, HTTP_PROXY, HTTPS_PROXY, NO_PROXY
#                   passed to the builds when set
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=stacks/lib.sh
. stacks/lib.sh
# shellcheck source=images/tags.sh
. images/tags.sh
WORK=images/.build NAME=127.0.0.1:5000/lakeswarm
export BUILD_START=${BUILD_START:-$(date +%s)}
EXTRA_CA_DIR=${EXTRA_CA_DIR:-/usr/local/share/ca-certificates}
export APT_MIRROR=${APT_MIRROR:-http://deb.debian.org/debian}
export APT_SECURITY_MIRROR=${APT_SECURITY_MIRROR:-http://deb.debian.org/debian-security}
# An image's parent stands in an earlier level.
LEVELS=(
  "base-bookworm base-trixie"
  "minio wsl-spark edge postgres nessie wsl-python-apps reconciler airflow"
  "monitoring wsl-spark-notebooks wsl-spark-apps"
)
set -a
# shellcheck source=images/versions.env
. images/versions.env
set +a
mkdir -p $WORK/logs

say() { printf '%4ds  %-16s %s\n' $(($(date +%s) - BUILD_START)) "$1" "$2"; }

built() { docker image inspect "$(ref "$1")" >/dev/null 2>&1; }

# The formatter must not change an image's inputs while it is built.
maven() { ./mvnw -q -B -ntp -Dspotless.check.skip -Dspotless.apply.skip -Dcheckstyle.skip -DskipTests "$@"; }

rootfs() { # suite: the distribution's own image where it can be pulled, else debootstrap
  local dir
  if timeout 30 docker pull -q "docker.io/library/debian:$1-slim" >/dev/null 2>&1; then
    docker tag "debian:$1-slim" "$NAME/rootfs:$1"
    return
  fi
  command -v debootstrap >/dev/null ||
    fatal "Cannot build base-$1: debian:$1-slim cannot be pulled and debootstrap is missing. Install debootstrap."
  dir=$(mktemp -d)
  debootstrap --variant=minbase --include=ca-certificates "$1" "$dir" "$APT_MIRROR"
  rm -rf "$dir"/var/cache/apt/* "$dir"/var/lib/apt/lists/* "$dir"/usr/share/{doc,man,locale,info}/*
  tar -C "$dir" -c . | docker import - "$NAME/rootfs:$1"
  rm -rf "$dir"
}

verify() { # folder name: every downloaded file must be the one in images.lock
  awk -v i="$2" '$1 == i {print $4 "  " $2}' images/images.lock | (cd "$1" && sha256sum --quiet -c -) || {
    echo "Cannot build $2: a downloaded file differs from images/images.lock." \
      "If the versions were changed on purpose, run 'make lock'. Else do not use the file." >&2
    return 1
  }
}

context() { # image: its build context in $WORK/<image>
  local dir=$WORK/$1
  rm -rf "$dir"
  mkdir -p "$dir"
  cp -r "$(dirname "$(dockerfile "$1")")/." "$dir"
  case $1 in
    base-*)
      mkdir -p "$dir/ca"
      [ ! -d "$EXTRA_CA_DIR" ] || find "$EXTRA_CA_DIR" -name '*.crt' -exec cp -L {} "$dir/ca/" \;
      docker image inspect "$NAME/rootfs:${1#base-}" >/dev/null 2>&1 || rootfs "${1#base-}"
      ;;
    nessie)
      maven -N dependency:copy -DoutputDirectory="$PWD/$dir" -Dmdep.stripVersion \
        -Dartifact="org.projectnessie.nessie:nessie-quarkus:$(from_pom nessie.version):jar:runner"
      mv "$dir/nessie-quarkus-runner.jar" "$dir/nessie-server.jar"
      verify "$dir" nessie
      ;;
    wsl-spark)
      maven -f images/wsl-spark/pom.xml dependency:copy-dependencies -DincludeScope=runtime \
        -DoutputDirectory="$PWD/$dir/jars"
      verify "$dir/jars" wsl-spark
      maven -pl jobs/spark-drain -am package
      cp jobs/spark-drain/target/lakeswarm-spark-drain-*.jar "$dir/jars/"
      ;;
    wsl-spark-apps)
      maven -pl jobs/spark -am package
      cp jobs/spark/target/lakeswarm-jobs.jar "$dir/lakeswarm-jobs.jar"
      ;;
    wsl-python-apps) cp -r jobs/python/src "$dir/" ;;
    airflow) cp -r jobs/airflow/lakeswarm_airflow jobs/airflow/dags "$dir/" ;;
    wsl-spark-notebooks)
      mkdir -p "$dir/notebooks"
      cp jobs/notebooks/*.ipynb "$dir/notebooks/"
      ;;
    reconciler)
      maven -pl reconciler package
      mkdir -p "$dir/training/stacks"
      cp -r reconciler/target/quarkus-app "$dir/"
      cp -r reconciler/target/test-classes "$dir/training/classes"
      cp -r stacks/desired-state.yml stacks/policies "$dir/training/stacks/"
      ;;
  esac
}

flatten() { # image label: one layer, because upgraded packages would be carried twice
  local id settings='DEBIAN_FRONTEND=noninteractive LANG=C.UTF-8 SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt'
  id=$(docker create "$(ref "$1")" true)
  docker export "$id" | docker import --change "ENV $settings" --change "LABEL $2" - "$(ref "$1")"
  docker rm "$id"
}

attempt() { # image
  local arguments label
  label=org.opencontainers.image.version=$(from_pom revision)
  context "$1"
  mapfile -t arguments < <(args "$1")
  DOCKER_BUILDKIT=0 docker build "${arguments[@]}" --label "$label" -t "$(ref "$1")" "$WORK/$1"
  case $1 in base-*) flatten "$1" "$label" ;; esac
  refuse_setuid "$1"
}

stage() { # image name: makes one stage of an image and prints its ID; its layers are there where the image was built
  local arguments
  mapfile -t arguments < <(args "$1")
  DOCKER_BUILDKIT=0 docker build -q "${arguments[@]}" --target "$2" "$(dirname "$(dockerfile "$1")")"
}

refuse_setuid() { # image: base/apt.conf clears what packages bring; this finds what came otherwise
  local files
  files=$(docker run --rm --network none --user 0 --entrypoint find "$(ref "$1")" / -xdev -type f -perm /6000) ||
    files="unknown, 'docker run' failed"
  [ -n "$files" ] || return 0
  docker rmi "$(ref "$1")" >/dev/null # Its tag says "built" to the next run.
  fatal "Cannot use image $1: its files run as another user (setuid or setgid): $files. Remove that mode."
}

plain() { sed 's/\x1b\[[0-9;]*m//g'; }

reason() { # log: its last line that names a cause
  plain <"$1" | grep -iE 'error|cannot|failed|refused|timed out' | tail -n 1 | cut -c1-150 || true
}

build() { # image
  local log=$WORK/logs/$1.log
  if built "$1"; then
    say "$1" "unchanged"
    return
  fi
  say "$1" "building (log: $log)"
  # A process of its own, because `set -e` has no effect within a condition. Twice, because registries may fail once.
  if ! "$SELF" --attempt "$1" >"$log" 2>&1; then
    say "$1" "failed ($(reason "$log")), trying once more"
    sleep 10
    if ! "$SELF" --attempt "$1" >>"$log" 2>&1; then
      tail -n 15 "$log" | plain >&2
      fatal "Cannot build $1: it failed twice, see the lines above. Full log: $log. The next run goes on from here."
    fi
  fi
  rm -rf "${WORK:?}/$1"
  say "$1" "done, $(docker image inspect -f '{{.Size}}' "$(ref "$1")" | awk '{printf "%d MB", $1 / 1e6}')"
  prune "$1"
}

prune() { # image: its older tags, unless a container uses them
  docker image ls --format '{{.Repository}}:{{.Tag}}' "$NAME/$1" | grep -vxF "$(ref "$1")" |
    xargs -r docker rmi >/dev/null 2>&1 || true
}

chosen() { # image…: those of the level on stdin that were asked for; without an image all
  if [ $# = 0 ]; then
    cat
  else
    grep -xF "$(printf '%s\n' "$@" base-bookworm base-trixie)" || true
  fi
}

tags() {
  local image
  # shellcheck disable=SC2048
  for image in ${LEVELS[*]}; do
    case $image in base-*) ;; *) echo "$(upper "$image")_TAG=$(tag "$image")" ;; esac
  done
}

case ${1:-} in
  --help | -h)
    usage
    exit
    ;;
  --one)
    build "$2"
    exit
    ;;
  --attempt)
    attempt "$2"
    exit
    ;;
  --stage)
    stage "$2" "$3"
    exit
    ;;
esac
docker version >/dev/null 2>&1 ||
  fatal "Cannot build images: the Docker engine does not answer at ${DOCKER_HOST:-its socket}. Run 'make doctor'."
[ -z "${REFRESH:-}" ] || date -u +%F >$WORK/refresh
for level in "${LEVELS[@]}"; do
  # shellcheck disable=SC2086
  printf '%s\n' $level | chosen "$@" | xargs -r -P "${BUILD_JOBS:-2}" -I{} "$SELF" --one {} || exit 1
done
# By a file beside it, so that a failure leaves the earlier tags.
tags >$WORK/tags
mv $WORK/tags images/tags.env
say images "ready, tags in images/tags.env"
