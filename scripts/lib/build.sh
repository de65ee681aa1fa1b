# node_modules/ and dist/, brought up to date only where the lock file or the sources have changed since.
# shellcheck shell=bash

_modules_stamp=$ROOT/node_modules/.vethtop-stamp
_dist_stamp=$ROOT/dist/.stamp

# under_lock COMMAND…: two runs at once take turns. What is written belongs to the checkout's owner, before and after.
under_lock() {
  if ! { as_owner mkdir -p "$ROOT/.cache" && as_owner touch "$ROOT/.cache/lock"; } 2>/dev/null; then
    die "$ROOT has to be built, and $(id -un) may not write there" 'start it once with sudo'
  fi
  local written=("$ROOT"/{node_modules,dist,.tools,.cache})
  (
    flock 9
    give_to_owner "${written[@]}"
    "$@"
    give_to_owner "${written[@]}"
  ) 9<"$ROOT/.cache/lock"
}

need_built() {
  _modules_fresh || under_lock _install_modules
  _dist_fresh || under_lock _compile
}

_modules_now() { { uname -m && cat "$ROOT/package-lock.json"; } | sha256sum; }
_modules_fresh() { [[ -f $_modules_stamp && $(<"$_modules_stamp") == "$(_modules_now)" ]]; }

_modules_match() { "$NODE" "$ROOT/scripts/lib/modules-match.mjs" "$ROOT"; }

_install_modules() {
  _modules_fresh && return # another run has done it meanwhile
  if ! _modules_match; then
    say 'installing the npm packages of the lock file'
    npm_install "$ROOT"
    _modules_match || die 'the installed npm packages are not those of package-lock.json' 'does it fit package.json? npm install brings it up to date'
  fi
  _modules_now | as_owner tee "$_modules_stamp" >/dev/null
}

_sources() { (cd "$ROOT" && find src package.json tsconfig.json tsconfig.build.json package-lock.json -type f -print0 | LC_ALL=C sort -z); }
_dist_now() { (cd "$ROOT" && _sources | xargs -0 sha256sum | sha256sum); }
_dist_fresh() { [[ -f $_dist_stamp && $(<"$_dist_stamp") == "$(_dist_now)" ]]; }

_compile() {
  _dist_fresh && return
  say 'building'
  local before
  before=$(_dist_now)
  # Types are checked by scripts/test: a person who starts vethtop doesn't wait for it.
  as_owner "$NODE" "$ROOT/node_modules/typescript/bin/tsc" -p "$ROOT/tsconfig.build.json" --noCheck </dev/null >&2
  _drop_orphans
  as_owner tee "$_dist_stamp" >/dev/null <<<"$before"
}

# Compiled files whose source is gone.
_drop_orphans() {
  local compiled
  while IFS= read -r compiled; do
    [[ -e $ROOT/src/${compiled%.js}.ts ]] || as_owner rm -f "$ROOT/dist/$compiled"
  done < <(cd "$ROOT/dist" && find . -name '*.js')
}
