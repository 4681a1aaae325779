#!/bin/sh
# Becomes the engine NAME of the lab in LAB, inside the namespaces that lab.sh made. Arguments: those of dockerd.
# It stands in no root but this host's, so lab.sh passes its text to sh -c.
set -e
hostname "$NAME"
if ! [ -e /run/lsnode ]; then
  if [ -n "$ROOT" ]; then
    # pivot_root, not chroot: what 'docker exec' starts enters the namespace anew and gets the namespace's own root.
    mount --bind "$ROOT" "$ROOT"
    for tree in /proc /sys /dev; do mount --rbind "$tree" "$ROOT$tree"; done
    for tree in "$LAB" /etc/ssl/certs; do
      mkdir -p "$ROOT$tree"
      mount --bind "$tree" "$ROOT$tree"
    done
    for file in /etc/resolv.conf /etc/hosts; do
      touch "$ROOT$file"
      mount --bind "$file" "$ROOT$file"
    done
    cd "$ROOT"
    pivot_root . .
    umount -l .
    cd /
  fi
  # A private /run gives every engine its own /run/docker.sock, as on real hosts.
  mount -t tmpfs tmpfs /run
  touch /run/lsnode
fi
exec dockerd "$@"
