# shellcheck shell=bash
# The way from the control overlay of releases up to 0.1.0 to the internal one. Their clients of the Docker API know no
# login. They are served on their own overlay until a deploy has replaced them; one that is cut off runs again.

OLD_CONTROL=lakeswarm_control

has_old_control() { swarm_has network $OLD_CONTROL; }

moving_file() { # the file that puts the guard on both overlays, while there are two
  ! has_old_control || echo stacks/edge/moving.yml
}

remove_old_control() { # a service of somebody else may use it
  retry 60 1 docker network rm $OLD_CONTROL >/dev/null 2>&1 ||
    info "$OLD_CONTROL stays: something still uses it. See 'docker network inspect -v $OLD_CONTROL', then" \
      "'docker network rm $OLD_CONTROL'."
}
