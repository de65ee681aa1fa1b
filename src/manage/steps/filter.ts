import { execIn, inPlace, type Place } from '../place.js';
import { type FilterHook, type Step, undoneBy } from './model.js';

export interface FilterSpec {
  readonly place: Place;
  readonly hook: FilterHook;
  /** UDP and TCP packets to this port are dropped. */
  readonly port: number;
}

/** A table of its own, as for masquerade. Both families. */
export function addFilter({ place, hook, port }: FilterSpec): Step {
  const table = filterTable(hook, port);
  const transaction = [
    `create table ${table}`,
    `add chain ${table} drops { type filter hook ${hook} priority 0; }`,
    `add rule ${table} drops meta l4proto { tcp, udp } th dport ${port} drop`,
  ].join('; ');
  return {
    change: { kind: 'add-filter', place, hook, port },
    title: `drop packets to port ${port} in ${hook}${inPlace(place)}`,
    command: execIn(place, 'nft', transaction),
    inverse: undoneBy(execIn(place, 'nft', `delete table ${table}`)),
  };
}

export function filterTable(hook: FilterHook, port: number): string {
  return `inet vethtop_drop_${hook}_${port}`;
}
