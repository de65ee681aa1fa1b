/**
 * Programs that a vethtop has started for a moment, to look or to change something (core/run.ts). Where two work at once, one sees
 * the other's inside a namespace: they are no reason to leave it alone.
 */
import { readFileSync, readlinkSync } from 'node:fs';
import { errnoOf } from '../core/errors.js';
import { HELPER_MARK } from '../core/run.js';
import type { Handle, Inventory, Namespace } from '../inventory/model.js';

/** The inventory without them. The host's own processes are not asked: nothing there depends on them. */
export function withoutHelpers(inventory: Inventory, isHelper: (pid: number) => boolean = isPassing): Inventory {
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

/** Or has ended since it was seen: between the two lies the rest of a scan. */
function isPassing(pid: number): boolean {
  try {
    const environment = readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0');
    if (environment.includes(HELPER_MARK)) return true;
    // What has ended and waits for its parent has no environment any more, and no namespace.
    readlinkSync(`/proc/${pid}/ns/net`);
    return false;
  } catch (error) {
    // One that may not be read lives there.
    return ['ENOENT', 'ESRCH'].includes(errnoOf(error) ?? '');
  }
}
