#!/usr/bin/env bash
# Builds the images whose inputs changed and writes images/tags.env. Usage: images/build.sh [--help] [image…]
# A tag is the hash of an image's inputs, so an unchanged image is neither built nor rolled out again.
#   REFRESH=1       take the distribution's current packages (new tags for all)
#   BUILD_JOBS      images at a time (default 2)
#   EXTRA_CA_DIR    certificate authorities to trust inside the images (default /usr/local/share/ca-certificates)
#   APT_MIRROR, APT_SECURITY_MIRROR, GOPROXY, PIP_INDEX_URL, HTTP_PROXY, HTTPS_PROXY, NO_PROXY   passed to the builds when set
set -euo pipefail
cd "$(dirname "$0")/.."
WORK=images/.build NAME=127.0.0.1:5000/lakeswarm
export BUILD_START=${BUILD_START:-$(date +%s)}
EXTRA_CA_DIR=${EXTRA_CA_DIR:-/usr/local/share/ca-certificates}
export APT_MIRROR=${APT_MIRROR:-http://deb.debian.org/debian} APT_SECURITY_MIRROR=${APT_SECURITY_MIRROR:-http://deb.debian.org/debian-security}
LEVELS=("base-bookworm base-trixie" "minio wsl-spark edge postgres nessie wsl-python-apps reconciler airflow" "monitoring wsl-spark-notebooks wsl-spark-apps")
# shellcheck source=images/versions.env
set -a; . images/versions.env; set +a
mkdir -p $WORK/logs

say() { printf '%4ds  %-16s %s\n' $(($(date +%s) - BUILD_START)) "$1" "$2"; }
fatal() { echo "Cannot build $1: $2" >&2; exit 1; }

inputs() { # image: the files it is made from
  case $1 in
    base-*) echo images/base; [ ! -f $WORK/refresh ] || echo $WORK/refresh; [ ! -d "$EXTRA_CA_DIR" ] || echo "$EXTRA_CA_DIR" ;;
    wsl-spark) echo "images/wsl-spark jobs/spark-drain/pom.xml jobs/spark-drain/src/main" ;;
    wsl-spark-apps) echo "images/wsl-spark-apps jobs/spark/pom.xml jobs/spark/src/main" ;;
    wsl-spark-notebooks) echo "images/wsl-spark-notebooks jobs/notebooks" ;;
    wsl-python-apps) echo "images/wsl-python-apps jobs/python/src" ;;
    airflow) echo "images/airflow jobs/airflow/lakeswarm_airflow jobs/airflow/dags" ;;
    reconciler) echo "images/reconciler reconciler/pom.xml reconciler/src/main" ;;
    *) echo "images/$1" ;;
  esac
}

parent() { case $1 in base-*) ;; wsl-spark-*) echo wsl-spark ;; wsl-* | airflow) echo base-bookworm ;; *) echo base-trixie ;; esac; }

dockerfile() { case $1 in base-*) echo images/base/Dockerfile ;; *) echo "images/$1/Dockerfile" ;; esac; }

tag() { # image: hash of its files, of the versions its Dockerfile names, of its parent's tag
  local p; p=$(parent "$1")
  {
    echo "$1"; [ -z "$p" ] || tag "$p"
    # shellcheck disable=SC2046
    find $(inputs "$1") -type f ! -name '*.pyc' ! -path '*/target/*' -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | awk '{print $1}'
    case $1 in nessie) nessie_version ;; wsl-spark | reconciler) sed -n '/<properties>/,/<.properties>/p' pom.xml ;; esac
    grep -E "^($(sed -n 's/^ARG \([A-Z_]*\).*/\1/p' "$(dockerfile "$1")" | paste -sd'|'))=" images/versions.env || true
  } | sha256sum | cut -c1-12
}

ref() { echo "$NAME/$1:$(tag "$1")"; }
built() { docker image inspect "$(ref "$1")" >/dev/null 2>&1; }
maven() { ./mvnw -q -B -ntp -Dspotless.check.skip -Dcheckstyle.skip -DskipTests "$@"; }

rootfs() { # suite: the distribution's own image where it can be pulled, else debootstrap
  if timeout 30 docker pull -q "docker.io/library/debian:$1-slim" >/dev/null 2>&1; then docker tag "debian:$1-slim" "$NAME/rootfs:$1"; return; fi
  command -v debootstrap >/dev/null || fatal "base-$1" "debian:$1-slim cannot be pulled and debootstrap is missing. Install debootstrap."
  local dir; dir=$(mktemp -d)
  debootstrap --variant=minbase --include=ca-certificates "$1" "$dir" "$APT_MIRROR"
  rm -rf "$dir"/var/cache/apt/* "$dir"/var/lib/apt/lists/* "$dir"/usr/share/{doc,man,locale,info}/*
  tar -C "$dir" -c . | docker import - "$NAME/rootfs:$1"
  rm -rf "$dir"
}

verify() { # folder name: every downloaded file must be the one in images.lock
  (cd "$1" && awk -v i="$2" '$1 == i {print $4 "  " $2}' "$OLDPWD/images/images.lock" | sha256sum --quiet -c -) ||
    { echo "A downloaded file of $2 differs from images/images.lock. If the versions were changed on purpose, run 'make lock'." >&2; return 1; }
}

context() { # image: its build context in $WORK/<image>
  local dir=$WORK/$1
  rm -rf "$dir"; mkdir -p "$dir"
  cp -r "$(dirname "$(dockerfile "$1")")/." "$dir"
  case $1 in
    base-*)
      mkdir -p "$dir/ca"
      [ ! -d "$EXTRA_CA_DIR" ] || find "$EXTRA_CA_DIR" -name '*.crt' -exec cp -L {} "$dir/ca/" \;
      docker image inspect "$NAME/rootfs:${1#base-}" >/dev/null 2>&1 || rootfs "${1#base-}" ;;
    nessie)
      maven -N dependency:copy -Dartifact="org.projectnessie.nessie:nessie-quarkus:$(nessie_version):jar:runner" -DoutputDirectory="$PWD/$dir" -Dmdep.stripVersion
      mv "$dir/nessie-quarkus-runner.jar" "$dir/nessie-server.jar"; verify "$dir" nessie ;;
    wsl-spark)
      maven -f images/wsl-spark/pom.xml dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory="$PWD/$dir/jars"
      verify "$dir/jars" wsl-spark
      maven -pl jobs/spark-drain -am package && cp jobs/spark-drain/target/lakeswarm-spark-drain-*.jar "$dir/jars/" ;;
    wsl-spark-apps) maven -pl jobs/spark -am package && cp jobs/spark/target/lakeswarm-jobs.jar "$dir/lakeswarm-jobs.jar" ;;
    wsl-python-apps) cp -r jobs/python/src "$dir/" ;;
    airflow) cp -r jobs/airflow/lakeswarm_airflow jobs/airflow/dags "$dir/" ;;
    wsl-spark-notebooks) mkdir -p "$dir/notebooks" && cp jobs/notebooks/*.ipynb "$dir/notebooks/" ;;
    reconciler)
      maven -pl reconciler package
      mkdir -p "$dir/training/stacks"
      cp -r reconciler/target/quarkus-app "$dir/"
      cp -r reconciler/target/test-classes "$dir/training/classes"
      cp -r stacks/desired-state.yml stacks/policies "$dir/training/stacks/" ;;
  esac
}

nessie_version() { sed -n 's:.*<nessie.version>\(.*\)</nessie.version>.*:\1:p' pom.xml; }

args() { # image: every ARG of its Dockerfile that is set here
  local a; local -A given=([ROOTFS]="$NAME/rootfs:${1#base-}" [SUITE]="${1#base-}" [MINIO_SUM]="$(awk '$1 == "minio" {print $4}' images/images.lock)")
  case $1 in base-*) ;; *) given[BASE_TRIXIE]=$(ref base-trixie) given[BASE_BOOKWORM]=$(ref base-bookworm) ;; esac
  case $1 in wsl-spark-*) given[BASE_SPARK]=$(ref wsl-spark) ;; esac
  for a in $(sed -n 's/^ARG \([A-Z_]*\).*/\1/p' "$(dockerfile "$1")" | sort -u) HTTP_PROXY HTTPS_PROXY NO_PROXY; do
    local value=${given[$a]:-${!a:-}}
    [ -z "$value" ] || printf -- '--build-arg\n%s=%s\n' "$a" "$value"
  done
}

flatten() { # image: one layer, for upgraded packages would be carried twice
  local id; id=$(docker create "$(ref "$1")" true)
  docker export "$id" | docker import --change 'ENV DEBIAN_FRONTEND=noninteractive LANG=C.UTF-8 SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt' - "$(ref "$1")"
  docker rm "$id"
}

attempt() { # image
  local arguments
  context "$1"
  mapfile -t arguments < <(args "$1")
  DOCKER_BUILDKIT=0 docker build "${arguments[@]}" -t "$(ref "$1")" "$WORK/$1"
  case $1 in base-*) flatten "$1" ;; esac
}

plain() { sed 's/\x1b\[[0-9;]*m//g'; }
reason() { plain <"$1" | grep -iE 'error|cannot|failed|refused|timed out' | tail -n 1 | cut -c1-150 || true; }

build() { # image
  if built "$1"; then say "$1" "unchanged"; return; fi
  local log=$WORK/logs/$1.log
  say "$1" "building (log: $log)"
  # A process of its own, for `set -e` has no effect within a condition. Twice, for every image comes from registries far away.
  if ! "$0" --attempt "$1" >"$log" 2>&1; then
    say "$1" "failed ($(reason "$log")), trying once more"
    sleep 10
    if ! "$0" --attempt "$1" >>"$log" 2>&1; then
      tail -n 15 "$log" | plain >&2
      fatal "$1" "it failed twice, see the lines above. Full log: $log. The next run goes on from here."
    fi
  fi
  rm -rf "${WORK:?}/$1"
  say "$1" "done, $(docker image inspect -f '{{.Size}}' "$(ref "$1")" | awk '{printf "%d MB", $1 / 1e6}')"
  prune "$1"
}

prune() { # image: its older tags, unless a container uses them
  docker image ls --format '{{.Repository}}:{{.Tag}}' "$NAME/$1" | grep -vxF "$(ref "$1")" | xargs -r docker rmi >/dev/null 2>&1 || true
}

case ${1:-} in
  --help | -h) sed -n '2,7p' "$0"; exit ;;
  --one) build "$2"; exit ;;
  --attempt) attempt "$2"; exit ;;
esac
docker version >/dev/null 2>&1 || fatal images "the Docker engine does not answer at ${DOCKER_HOST:-its socket}. Run 'make doctor'."
[ -z "${REFRESH:-}" ] || date -u +%F >$WORK/refresh
for level in "${LEVELS[@]}"; do
  # shellcheck disable=SC2086
  printf '%s\n' $level | { [ $# = 0 ] && cat || grep -xF "$(printf '%s\n' "$@" base-bookworm base-trixie)" || true; } |
    xargs -r -P "${BUILD_JOBS:-2}" -I{} "$0" --one {} || exit 1
done
# shellcheck disable=SC2048
for image in ${LEVELS[*]}; do
  case $image in base-*) ;; *) echo "$(tr 'a-z-' 'A-Z_' <<<"$image")_TAG=$(tag "$image")" ;; esac
done >$WORK/tags && mv $WORK/tags images/tags.env
say images "ready, tags in images/tags.env"
