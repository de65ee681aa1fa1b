import type { OwnerRule } from './rule.js';

/** The oldest process in it, where nothing better is known and no name tells. */
export const process: OwnerRule = {
  name: 'process',
  match({ handles, fileNames }) {
    if (fileNames.length > 0) return null;
    for (const handle of handles) {
      if (handle.kind === 'process')
        return { kind: 'process', id: `${handle.pid}`, name: `${handle.comm ?? 'pid'}[${handle.pid}]` };
    }
    return null;
  },
};
