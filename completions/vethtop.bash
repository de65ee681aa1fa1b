# Written by scripts/reference from the tables of the program.
_vethtop() {
  local cur=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} command= word words
  COMPREPLY=()
  case $previous in
    --theme) COMPREPLY=($(compgen -W 'auto dark light mono ascii' -- "$cur")); return ;;
    --flavour) COMPREPLY=($(compgen -W 'kprobe tracepoint counters' -- "$cur")); return ;;
  esac
  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case $word in
    ls|ns|peer|watch|doctor|status) command=$word; break ;;
    esac
  done
  case $command in
    ls) words='--filter --sort --json --strict' ;;
    ns) words='--json --strict' ;;
    peer) words='--json --strict' ;;
    watch) words='--json -n --count --filter --sort -d --delay --flavour --light' ;;
    doctor) words='--json --strict' ;;
    status) words='--json' ;;
    *) words='ls ns peer watch doctor status --filter --sort --lab -b --batch -n --iterations -w --width --theme --ascii --no-color --readonly -d --delay --flavour --light -h --help -V --version' ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -F _vethtop vethtop
