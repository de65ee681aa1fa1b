# Everything the scripts share. The caller has set ROOT, the checkout's root.
# shellcheck shell=bash

for _part in say owner packages node build; do
  # shellcheck source=/dev/null
  source "$ROOT/scripts/lib/$_part.sh"
done
unset _part
