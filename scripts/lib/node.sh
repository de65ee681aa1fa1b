# node and npm that are recent enough: the system's, else some of its own in .tools/. The system's are never replaced.
# shellcheck shell=bash

_wanted_node=$(sed -n 's/.*"node": *">=\([0-9.]*\)".*/\1/p' "$ROOT/package.json")
# Older ones refuse a lock file whose overrides hold an alias.
_wanted_npm=10
_own_nodes=("$ROOT"/.tools/node/node_modules/node-linux-{x64,arm64}/bin/node)
_own_npm=$ROOT/.tools/npm/node_modules/npm/bin/npm-cli.js

# at_least WANTED PROGRAM: whether the version that a program says is WANTED or newer.
at_least() {
  local version
  version=$("$2" --version 2>/dev/null) && printf '%s\n' "$1" "${version#v}" | sort -C -V
}

# find_node: sets NODE, or gives status 1.
find_node() {
  for NODE in "$(command -v node)" "${_own_nodes[@]}"; do
    [[ ! -x $NODE ]] || ! at_least "$_wanted_node" "$NODE" || return 0
  done
  NODE=
  return 1
}

# need_node: sets NODE, installing what it takes.
need_node() {
  find_node && return
  install_programs node || die "vethtop needs node >= $_wanted_node"
  find_node && return
  install_programs npm || die "vethtop needs node >= $_wanted_node, and npm to get it"
  under_lock _fetch_pinned node "node >= $_wanted_node"
  find_node || die "no node >= $_wanted_node could be had for $(uname -m)" 'put a recent node into PATH (nodejs.org has it for every machine)'
}

# npm_install FOLDER: what the lock file in it names. Not `npm ci`: that refuses a lock file without the packages of some
# other platform, and a registry need not have them all. No package here needs an install script.
npm_install() {
  [[ -z $(missing npm) ]] || install_programs npm || die 'npm is needed to install the npm packages'
  local npm=(npm)
  if [[ $1 == "$ROOT" ]] && ! at_least "$_wanted_npm" npm; then
    [[ -e $_own_npm ]] || _fetch_pinned npm "npm >= $_wanted_npm"
    # The host's settings (which registry, which proxy) stay in force.
    npm=("$NODE" "$_own_npm" "--globalconfig=$(npm config get globalconfig)")
  fi
  local options=(--no-save --ignore-scripts --no-audit --no-fund --no-progress --no-update-notifier)
  as_owner env ${NODE:+"PATH=${NODE%/*}:$PATH"} "${npm[@]}" install --prefix "$1" "${options[@]}" </dev/null >&2
}

# _fetch_pinned NAME WHAT: into .tools/NAME, from the npm registry; the hash is in scripts/pins/NAME.
_fetch_pinned() {
  say "the system has no $2: getting one of its own into .tools/ (npm registry)"
  as_owner mkdir -p "$ROOT/.tools/$1"
  as_owner cp "$ROOT/scripts/pins/$1"/package{,-lock}.json "$ROOT/.tools/$1/"
  npm_install "$ROOT/.tools/$1"
}
