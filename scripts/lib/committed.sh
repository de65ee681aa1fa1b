# What must not be in the repository: it works for nobody else.
# shellcheck shell=bash

# check_committed: prints each offence; status 1 if there is any.
check_committed() {
  local status=0
  _offence 'an address of a registry in a lock file' '"resolved": *"[a-z+]*:' --include=package-lock.json && status=1
  _offence 'a setting of a registry' '^ *[^#]*registry *=' --include=.npmrc && status=1
  _offence 'the address of a registry' 'https?://[^ /]*(registry|npmjs)[^ /]*/' --include='*.ts' --include='*.sh' --include='*.mjs' --include='*.json' && status=1
  _offence "this machine's path of the checkout" "${ROOT//./\\.}/" && status=1
  return $status
}

_offence() {
  local what=$1 pattern=$2 found
  shift 2
  found=$(cd "$ROOT" && grep -rnIE --exclude-dir={.git,node_modules,dist,.tools,.cache} "$@" -e "$pattern" . | cut -c1-200) || true
  [[ -n $found ]] || return 1
  printf '%s:\n%s\n' "$what" "$found"
}
