# Other kernels than the host's, in virtual machines: what they take, and starting one.
# Everything is kept in $VM_CACHE and used again: .cache/vm of the checkout, or vm/ in $VETHTOP_CACHE.
# shellcheck shell=bash

VM_CACHE=${VETHTOP_CACHE:-$ROOT/.cache}/vm

for _part in packages roots boot; do
  # shellcheck source=/dev/null
  source "$ROOT/scripts/lib/vm-$_part.sh"
done
unset _part

# The environment's fault: no registry, no package of that kernel, not root. vitest and scripts/vm-test tell it from a failure.
readonly VM_NOT_HERE=77

# not_here WHY
not_here() {
  say "environment: $*"
  exit $VM_NOT_HERE
}

# vm_step WHAT COMMAND…: says what it does and how long that took; shows the end of the log where it fails, with its status.
vm_step() {
  local what=$1 started=$SECONDS status=0
  shift
  mkdir -p "$VM_CACHE"
  "$@" >"$VM_CACHE/step.log" 2>&1 </dev/null || status=$?
  if ((status == 0)); then
    say "$what: $((SECONDS - started)) s"
    return
  fi
  say "$what: failed with status $status after $((SECONDS - started)) s"
  tail -n 5 "$VM_CACHE/step.log" | sed 's/^/  /' >&2
  return "$status"
}
