# Written by scripts/reference from the tables of the program.
_vethtop() {
  local cur=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} command= word words
  COMPREPLY=()
  case $previous in
    --theme) COMPREPLY=($(compgen -W 'auto dark light mono ascii' -- "$cur")); return ;;
    --flavour) COMPREPLY=($(compgen -W 'fentry kprobe tracepoint counters' -- "$cur")); return ;;
    --format) COMPREPLY=($(compgen -W 'yaml' -- "$cur")); return ;;
  esac
  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case ${command:+$command }$word in
    'ls' | 'ns' | 'peer' | 'watch' | 'drops' | 'graph' | 'add' | 'add ns' | 'add pair' | 'add bridge' | 'add connect' | 'add uplink' | 'set' | 'rm' | 'rm pair' | 'rm ns' | 'rm bridge' | 'apply' | 'destroy' | 'lab' | 'undo' | 'history' | 'shell' | 'exec' | 'doctor' | 'status') command=${command:+$command }$word ;;
    esac
  done
  case $command in
    'ls') words='--filter --sort --json --strict' ;;
    'ns') words='--json --strict' ;;
    'peer') words='--json --strict' ;;
    'watch') words='--json -n --count --filter --sort -d --delay --flavour --light' ;;
    'drops') words='--json -n --count --filter --all -d --delay --flavour --light' ;;
    'graph') words='--format -o --output' ;;
    'add') words='ns pair bridge connect uplink' ;;
    'add ns') words='--dry-run -y --yes --force --json --readonly' ;;
    'add pair') words='--address-a --address-b --mac-a --mac-b --mtu --up --create-ns --dry-run -y --yes --force --json --readonly' ;;
    'add bridge') words='--address --ports --mtu --stp --vlan-filtering --down --create-ns --dry-run -y --yes --force --json --readonly' ;;
    'add connect') words='--bridge --name --port-name --address --gateway --no-gateway --mtu --create-ns --dry-run -y --yes --force --json --readonly' ;;
    'add uplink') words='--via --masquerade --dry-run -y --yes --force --json --readonly' ;;
    'set') words='--up --down --mtu --mac --rename --move --attach --detach --address --remove-address --move-address-to --dry-run -y --yes --force --json --readonly' ;;
    'rm') words='pair ns bridge' ;;
    'rm pair') words='--dry-run -y --yes --force --json --readonly' ;;
    'rm ns') words='--dry-run -y --yes --force --json --readonly' ;;
    'rm bridge') words='--restore-ports --dry-run -y --yes --force --json --readonly' ;;
    'apply') words='--dry-run -y --yes --force --json --readonly' ;;
    'destroy') words='--dry-run -y --yes --force --json --readonly' ;;
    'lab') words='--dry-run --json --readonly' ;;
    'undo') words='--finish --dry-run -y --yes --force --json --readonly' ;;
    'history') words='--json' ;;
    'shell') words='' ;;
    'exec') words='' ;;
    'doctor') words='--json --strict' ;;
    'status') words='--json' ;;
    *) words='ls ns peer watch drops graph add set rm apply destroy lab undo history shell exec doctor status --filter --sort --lab -b --batch -n --iterations -w --width --theme --ascii --no-color --readonly -d --delay --flavour --light -h --help -V --version' ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -F _vethtop vethtop
