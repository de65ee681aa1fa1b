# Under sudo the checkout belongs to somebody else than root, who wants to go on working in it.
# shellcheck shell=bash

owner_uid=$(stat -c %u "$ROOT")

# as_owner COMMAND…: runs it as the checkout's owner, with the owner's own npm settings and cache; as the caller
# where that is the same, or where the owner has no account here (a checkout mounted into a container).
as_owner() {
  local account name gid home
  if ((EUID != 0 || owner_uid == 0)) || ! account=$(getent passwd "$owner_uid"); then
    "$@"
    return
  fi
  IFS=: read -r name _ _ gid _ home _ <<<"$account"
  if [[ ! -d $home ]]; then
    "$@"
    return
  fi
  setpriv --reuid="$owner_uid" --regid="$gid" --init-groups env HOME="$home" USER="$name" LOGNAME="$name" "$@"
}

# give_to_owner PATH…: what root has written in the checkout.
give_to_owner() {
  ((EUID == 0 && owner_uid != 0)) || return 0
  local path
  for path in "$@"; do
    [[ ! -e $path ]] || chown -hR --from=0 "$owner_uid:$(stat -c %g "$ROOT")" "$path"
  done
}
