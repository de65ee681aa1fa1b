# Root file systems of other Debian releases, for the bpftrace that each has.
# shellcheck shell=bash

# The mirror that apt uses here, for this machine may have one of its own.
_mirror() {
  # shellcheck disable=SC2016 # apt's own variables
  apt-get indextargets --format '$(REPO_URI) $(COMPONENT) $(SUITE)' 'Created-By: Packages' 2>/dev/null |
    awk '$2 == "main" && $1 ~ /debian\/?$/ { print $1; exit }'
}

# need_root RELEASE: $VM_CACHE/roots/RELEASE, with bpftrace.
need_root() {
  local release=$1 root=$VM_CACHE/roots/$1 mirror script
  [[ ! -e $root/.ready ]] || return 0
  mirror=$(_mirror)
  script=/usr/share/debootstrap/scripts/$release
  # A release that this debootstrap is too young to know is made as the unstable one is.
  [[ -e $script ]] || script=/usr/share/debootstrap/scripts/sid
  rm -rf "$root"
  mkdir -p "$root"
  vm_step "making a Debian $release root with bpftrace" _make_root "$release" "$root" "${mirror:-http://deb.debian.org/debian}" "$script" ||
    not_here "a Debian $release root could not be made"
  touch "$root/.ready"
}

_make_root() {
  local release=$1 root=$2 mirror=$3 script=$4
  nice -n 19 debootstrap --variant=minbase --include=bpftrace "$release" "$root" "$mirror" "$script" || return
  rm -rf "$root"/var/cache/apt/archives/*.deb
}

# in_root ROOT COMMAND…: in a mount namespace of its own.
in_root() {
  # shellcheck disable=SC2016 # the inner shell's
  unshare --mount --propagation private sh -ec '
    for folder in proc sys dev; do mount --rbind "/$folder" "$1/$folder"; done
    exec chroot "$@"' sh "$@"
}
