# Programs that are missing, from the host's package manager.
# shellcheck shell=bash

# program    apt              dnf              pacman           apk
_packages='
  ip         iproute2         iproute          iproute2         iproute2
  bpftrace   bpftrace         bpftrace         bpftrace         bpftrace
  setpriv    util-linux       util-linux       util-linux       setpriv
  unshare    util-linux       util-linux       util-linux       util-linux-misc
  nsenter    util-linux       util-linux       util-linux       util-linux-misc
  flock      util-linux       util-linux       util-linux       flock
  node       nodejs           nodejs           nodejs           nodejs
  npm        npm              npm              npm              npm
  tc         iproute2         iproute-tc       iproute2         iproute2-tc
  tmux       tmux             tmux             tmux             tmux
  ethtool    ethtool          ethtool          ethtool          ethtool
  ping       iputils-ping     iputils          iputils          iputils-ping
  nc         netcat-openbsd   netcat           openbsd-netcat   netcat-openbsd
  busybox    busybox-static   busybox          busybox          busybox-static
  ps         procps           procps-ng        procps-ng        procps-ng
  pgrep      procps           procps-ng        procps-ng        procps-ng
  nft        nftables         nftables         nftables         nftables
  tcpdump    tcpdump          tcpdump          tcpdump          tcpdump
  shellcheck shellcheck       ShellCheck       shellcheck       shellcheck
  qemu-system-x86_64 qemu-system-x86 qemu-system-x86-core qemu-system-x86 qemu-system-x86_64
  cpio       cpio             cpio             cpio             cpio
  xz         xz-utils         xz               xz               xz
  zstd       zstd             zstd             zstd             zstd
  modprobe   kmod             kmod             kmod             kmod
  debootstrap debootstrap     debootstrap      debootstrap      debootstrap
  nft        nftables         nftables         nftables         nftables
'

# In the order of the columns above.
_managers=(apt-get dnf pacman apk)

_apt() { DEBIAN_FRONTEND=noninteractive apt-get -q -y -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=300 "$@"; }

# For each manager how it learns what there is to install, and how it installs.
_refresh_apt-get() { _apt update; }
_install_apt-get() { _apt install --no-install-recommends "$@"; }
_refresh_dnf() { :; }
_install_dnf() { dnf -y install "$@"; }
_refresh_pacman() { pacman -Sy; }
_install_pacman() { pacman -S --noconfirm --needed "$@"; }
_refresh_apk() { :; }
_install_apk() { apk add "$@"; }

# _install_packages MANAGER PACKAGE…: one by one where together fails, since one name that is unknown fails them all.
_install_packages() {
  local manager=$1 package
  shift
  "_refresh_$manager" || say "$manager could not refresh its lists; going on with those that are there"
  "_install_$manager" "$@" && return
  (($# > 1)) || return 0
  for package in "$@"; do
    "_install_$manager" "$package" || say "$manager could not install $package"
  done
}

# missing PROGRAM…: those of them that PATH has not, each on a line. Root's own folders are looked through for everybody.
missing() {
  local program
  for program in "$@"; do
    # -x, since bash names a file that can't be run where it finds nothing better.
    [[ -x $(PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin type -P "$program") ]] || echo "$program"
  done
}

# packages_of COLUMN PROGRAM…: the names of their packages, each once.
packages_of() {
  local column=$1
  shift
  awk -v column="$column" -v wanted="$*" '
    BEGIN { count = split(wanted, names, " "); for (i = 1; i <= count; i++) want[names[i]] = 1 }
    ($1 in want) && !seen[$column]++ { print $column }' <<<"$_packages"
}

# install_programs PROGRAM…: installs what of them is missing; status 1, with the reason said, where some are missing afterwards.
install_programs() {
  local wanted index packages=()
  mapfile -t wanted < <(missing "$@")
  ((${#wanted[@]} > 0)) || return 0
  for index in "${!_managers[@]}"; do
    command -v "${_managers[index]}" >/dev/null || continue
    mapfile -t packages < <(packages_of $((index + 2)) "${wanted[@]}")
    break
  done
  if ((${#packages[@]} == 0)); then
    say "missing: ${wanted[*]}. No known package manager (${_managers[*]}) is here to install it"
    return 1
  fi
  if ((EUID != 0)); then
    say "missing: ${wanted[*]}. Start this again with sudo, which installs: ${packages[*]}"
    return 1
  fi
  say "installing with ${_managers[index]}: ${packages[*]}"
  _install_packages "${_managers[index]}" "${packages[@]}" </dev/null >&2 || true
  hash -r
  mapfile -t wanted < <(missing "${wanted[@]}")
  ((${#wanted[@]} == 0)) || say "could not be installed: ${wanted[*]}"
  ((${#wanted[@]} == 0))
}

# install_optional PROGRAM…: what vethtop gets along without. A failure is remembered for a day: a host without a
# network must not wait at every start.
install_optional() {
  local program wanted=()
  for program in $(missing "$@"); do
    [[ -n $(find "$(_failure_of "$program")" -mmin -1440 2>/dev/null) ]] || wanted+=("$program")
  done
  ((${#wanted[@]} > 0)) || return 0
  if install_programs "${wanted[@]}" || ((EUID != 0)); then return 0; fi
  as_owner mkdir -p "$ROOT/.cache"
  for program in $(missing "${wanted[@]}"); do
    as_owner touch "$(_failure_of "$program")"
  done
  give_to_owner "$ROOT/.cache"
}

_failure_of() { echo "$ROOT/.cache/not-installable-$1"; }
