# One virtual machine: the host's own root, read-only, with a kernel of Debian's.
# shellcheck shell=bash

# vm_boot SERIES FOLDER LIMIT: boots it; FOLDER is /run/vm in there, writable, and holds `start`, the script that is run.
# What it prints goes into FOLDER/console.log. Software emulation: a host's /dev/kvm may be there and not work.
vm_boot() {
  local series=$1 folder=$2 limit=$3
  _make_initrd "$folder/initrd"
  say "booting $KERNEL_RELEASE ($series), at most $limit s"
  # Nothing outlives this script, not even after kill -9.
  setpriv --pdeathsig TERM -- timeout --kill-after=5 "$limit" setpriv --pdeathsig KILL -- \
    nice -n 19 qemu-system-x86_64 -machine q35 -cpu max -accel tcg -icount shift=0 -smp 1 -m 3G -nographic -no-reboot -nic none \
    -kernel "$KERNEL_ROOT/boot/vmlinuz-$KERNEL_RELEASE" -initrd "$folder/initrd" \
    -virtfs 'local,path=/,mount_tag=root,security_model=none,readonly=on,multidevs=remap' \
    -virtfs "local,path=${folder//,/,,},mount_tag=share,security_model=none,multidevs=remap" \
    -append 'console=ttyS0 quiet panic=-1 mitigations=off nokaslr tsc=unstable' </dev/null >"$folder/console.log" 2>&1
}

# The modules that mounting takes, in the order of loading.
_boot_modules() {
  local module
  for module in virtio_pci 9pnet_virtio 9p overlay; do
    modprobe -C /dev/null -d "$KERNEL_ROOT" -S "$KERNEL_RELEASE" --show-depends "$module" 2>/dev/null
  done | awk '$1 == "insmod" && !seen[$2]++ { print $2 }'
}

_make_initrd() {
  local out=$1 folder module number=100
  folder=$(mktemp -d)
  mkdir -p "$folder"/{bin,modules,proc,sys,dev,lower,rw,newroot}
  cp "$(command -v busybox)" "$folder/bin/busybox"
  ln -s busybox "$folder/bin/sh"
  while IFS= read -r module; do
    number=$((number + 1))
    case $module in
      *.xz) xz -dc "$module" >"$folder/modules/$number.ko" ;;
      *.zst) zstd -qdc "$module" >"$folder/modules/$number.ko" ;;
      *) cp "$module" "$folder/modules/$number.ko" ;;
    esac
  done < <(_boot_modules)
  cp "$ROOT/test/vm/guest/init" "$folder/init"
  chmod +x "$folder/init"
  (cd "$folder" && find . | cpio --quiet -o -H newc | gzip -1) >"$out"
  rm -rf "$folder"
}
