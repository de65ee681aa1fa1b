/**
 * Programs that a vethtop has started for a moment, to look or to change something (core/run.ts). Where two work at once, one sees
 * the other's inside a namespace: they are no reason to leave it alone.
 */
import { readFileSync } from 'node:fs';
import { HELPER_MARK } from '../core/run.js';
import type { Handle, Inventory, Namespace } from '../inventory/model.js';

/** The inventory without them. The host's own processes are not asked: nothing there depends on them. */
export function withoutHelpers(inventory: Inventory, isHelper: (pid: number) => boolean = isMarked): Inventory {
  const known = new Map<number, boolean>();
  const stays = (handle: Handle): boolean => {
    if (!('pid' in handle)) return true;
    const helper = known.get(handle.pid) ?? isHelper(handle.pid);
    known.set(handle.pid, helper);
    return !helper;
  };
  const namespaces = [...inventory.namespaces].map(([nsid, namespace]): [number, Namespace] => [
    nsid,
    namespace.isHost ? namespace : { ...namespace, handles: namespace.handles.filter(stays) },
  ]);
  return { ...inventory, namespaces: new Map(namespaces) };
}

function isMarked(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0').includes(HELPER_MARK);
  } catch {
    // It has ended, or may not be read: whoever decides counts it as a process that lives there.
    return false;
  }
}
