# Messages. All of them go to stderr: the stdout of scripts/run belongs to vethtop alone.
# shellcheck shell=bash

if [[ -t 2 && -z ${NO_COLOR:-} ]]; then
  _bold=$'\e[1m' _red=$'\e[31m' _plain=$'\e[m'
else
  _bold='' _red='' _plain=''
fi

say() { printf '%s%s%s\n' "$_bold" "$*" "$_plain" >&2; }

# die WHAT [NEXT…]: exit status 3 is vethtop's own for a missing privilege or dependency.
die() {
  printf '%s%s%s\n' "$_red" "$1" "$_plain" >&2
  shift
  (($# == 0)) || printf '  → %s\n' "$@" >&2
  exit 3
}
