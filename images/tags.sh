# shellcheck shell=bash
# What build.sh makes each image from, and the tag that follows from it.

inputs() { # image: the files it is made from
  case $1 in
    base-*)
      echo images/base
      [ ! -f "$WORK/refresh" ] || echo "$WORK/refresh"
      [ ! -d "$EXTRA_CA_DIR" ] || echo "$EXTRA_CA_DIR"
      ;;
    wsl-spark) echo "images/wsl-spark jobs/spark-drain/pom.xml jobs/spark-drain/src/main" ;;
    wsl-spark-apps) echo "images/wsl-spark-apps jobs/spark/pom.xml jobs/spark/src/main" ;;
    wsl-spark-notebooks) echo "images/wsl-spark-notebooks jobs/notebooks" ;;
    wsl-python-apps) echo "images/wsl-python-apps jobs/python/src" ;;
    airflow) echo "images/airflow jobs/airflow/lakeswarm_airflow jobs/airflow/dags" ;;
    reconciler) echo "images/reconciler reconciler/pom.xml reconciler/src/main" ;;
    *) echo "images/$1" ;;
  esac
}

parent() {
  case $1 in
    base-*) ;;
    wsl-spark-*) echo wsl-spark ;;
    wsl-* | airflow) echo base-bookworm ;;
    *) echo base-trixie ;;
  esac
}

dockerfile() {
  case $1 in
    base-*) echo images/base/Dockerfile ;;
    *) echo "images/$1/Dockerfile" ;;
  esac
}

arguments_of() { sed -n 's/^ARG \([A-Z_]*\).*/\1/p' "$(dockerfile "$1")"; } # image: the ARGs of its Dockerfile

from_pom() { sed -n "s:.*<$1>\(.*\)</$1>.*:\1:p" pom.xml; } # property

# The kit's version is no input: a release must not rebuild images that are otherwise unchanged.
properties() { sed -n '/<properties>/,/<.properties>/p' pom.xml | grep -v '<revision>'; }

tag() { # image: hash of its files, of the versions its Dockerfile names, of its parent's tag
  local p
  p=$(parent "$1")
  {
    echo "$1"
    [ -z "$p" ] || tag "$p"
    # shellcheck disable=SC2046
    find $(inputs "$1") -type f ! -name '*.pyc' ! -path '*/target/*' -print0 | LC_ALL=C sort -z |
      xargs -0 sha256sum | awk '{print $1}'
    case $1 in
      nessie) from_pom nessie.version ;;
      wsl-spark | reconciler) properties ;;
    esac
    grep -E "^($(arguments_of "$1" | paste -sd'|'))=" images/versions.env || true
  } | sha256sum | cut -c1-12
}

ref() { echo "$NAME/$1:$(tag "$1")"; }

args() { # image: every ARG of its Dockerfile that is set here
  local argument value
  local -A given=([ROOTFS]="$NAME/rootfs:${1#base-}" [SUITE]="${1#base-}")
  given[MINIO_SUM]=$(awk '$1 == "minio" {print $4}' images/images.lock)
  case $1 in
    base-*) ;;
    *) given[BASE_TRIXIE]=$(ref base-trixie) given[BASE_BOOKWORM]=$(ref base-bookworm) ;;
  esac
  case $1 in wsl-spark-*) given[BASE_SPARK]=$(ref wsl-spark) ;; esac
  for argument in $(arguments_of "$1" | sort -u) HTTP_PROXY HTTPS_PROXY NO_PROXY; do
    value=${given[$argument]:-${!argument:-}}
    [ -z "$value" ] || printf -- '--build-arg\n%s=%s\n' "$argument" "$value"
  done
}
