# Debian's kernels, from the package lists of this release or of a newer one.
# shellcheck shell=bash

# Not the -cloud- ones (they have no 9p), not -rt, not the symbols: only names that begin with the series and end so.
_kernel_pattern() { printf '^linux-image-%s[0-9.+~a-z-]*-%s$' "${1//./\\.}[.+-]" "$(dpkg --print-architecture)"; }

# newest_kernel SERIES [CHROOT]: the package of the newest point release of 6.1, 6.12, …
newest_kernel() {
  local root=()
  [[ -z ${2:-} ]] || root=(chroot "$2")
  "${root[@]}" apt-cache pkgnames linux-image- 2>/dev/null |
    grep -E "$(_kernel_pattern "$1")" | grep -vE -- '-(cloud|rt)-' | sort -V | tail -n 1
}

# need_kernel SERIES: sets KERNEL_RELEASE and KERNEL_ROOT, the unpacked package.
need_kernel() {
  local series=$1 package from='' deb
  package=$(newest_kernel "$series")
  if [[ -z $package ]]; then
    need_root trixie
    from=$VM_CACHE/roots/trixie
    package=$(newest_kernel "$series" "$from")
  fi
  [[ -n $package ]] || not_here "no package list has a kernel $series"
  KERNEL_ROOT=$VM_CACHE/kernels/$package
  KERNEL_RELEASE=${package#linux-image-}
  [[ ! -e $KERNEL_ROOT/.ready ]] || return 0
  rm -rf "$KERNEL_ROOT"
  mkdir -p "$VM_CACHE/kernels"
  vm_step "downloading $package" _download "$package" "$from" || not_here "$package could not be downloaded"
  deb=$(find "$VM_CACHE/kernels" -maxdepth 1 -name "${package}_*.deb")
  vm_step "unpacking $package" dpkg -x "$deb" "$KERNEL_ROOT"
  rm -f "$deb"
  depmod -b "$KERNEL_ROOT" "$KERNEL_RELEASE"
  touch "$KERNEL_ROOT/.ready"
}

# _download PACKAGE ROOT: with the host's lists, or with those of a root in VM_CACHE.
_download() {
  local package=$1 from=$2
  if [[ -z $from ]]; then
    (cd "$VM_CACHE/kernels" && apt-get -q download "$package")
    return
  fi
  in_root "$from" sh -c "cd /tmp && apt-get -q download '$package'" && mv "$from/tmp/${package}_"*.deb "$VM_CACHE/kernels/"
}
