/** Who a namespace belongs to: the first rule of the table that knows. */
import fs from 'node:fs';
import path from 'node:path';
import { sanitise } from '../core/text.js';
import type { Handle } from '../inventory/model.js';
import { cgroup } from './cgroup.js';
import type { Owner } from './model.js';
import { neutron } from './neutron.js';
import { process as processRule } from './process.js';
import type { OwnerRule } from './rule.js';

/** Most telling first. */
export const OWNER_RULES: readonly OwnerRule[] = [neutron, cgroup, processRule];

function readCgroup(handles: readonly Handle[]): string | null {
  const first = handles.find(handle => handle.kind === 'process');
  if (first?.kind !== 'process') return null;
  try {
    return fs.readFileSync(`/proc/${first.pid}/cgroup`, 'utf8');
  } catch {
    // The process has ended: it owns nothing any more.
    return null;
  }
}

export function ownerOf(handles: readonly Handle[]): Owner | null {
  const fileNames = handles.flatMap(handle =>
    handle.kind === 'named' || handle.kind === 'mount' || handle.kind === 'foreign-mount'
      ? [sanitise(path.basename(handle.path))]
      : [],
  );
  let text: string | null | undefined;
  const cgroupOnce = (): string | null => {
    text = text === undefined ? readCgroup(handles) : text;
    return text;
  };
  for (const rule of OWNER_RULES) {
    const owner = rule.match({ fileNames, handles, cgroup: cgroupOnce });
    if (owner !== null) return owner;
  }
  return null;
}
