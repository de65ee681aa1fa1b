/** What keeps a namespace alive, as far as its handles tell. Pure. */
import type { Handle, Namespace } from '../inventory/model.js';

export interface KeptAlive {
  /** The handle's kind, or `unknown`. */
  readonly kind: Handle['kind'] | 'unknown';
  /** For a person: `pid 812 (nginx)`, `/run/netns/blue`. */
  readonly detail: string;
}

function who(pid: number, comm: string | null): string {
  return comm === null ? `pid ${pid}` : `pid ${pid} (${comm})`;
}

function detailOf(handle: Handle): string {
  switch (handle.kind) {
    case 'self':
      return 'vethtop itself runs in it';
    case 'named':
    case 'mount':
      return handle.path;
    case 'process':
      return who(handle.pid, handle.comm);
    case 'thread':
      return `thread ${handle.tid} of ${who(handle.pid, handle.comm)}`;
    case 'fd':
      return `fd ${handle.fd} of ${who(handle.pid, handle.comm)}`;
    case 'foreign-mount':
      return `${handle.path} in the mount namespace of pid ${handle.pid}`;
    case 'socket':
      return `socket fd ${handle.fd} of ${who(handle.pid, handle.comm)}`;
  }
}

/** How long a namespace is known that nothing else tells about. */
function since({ firstSeenAt }: Namespace): string {
  return firstSeenAt === undefined ? 'there before vethtop started' : `there since ${new Date(firstSeenAt).toISOString()}`;
}

export function keptAliveBy(namespace: Namespace): readonly KeptAlive[] {
  if (namespace.handles.length === 0) {
    const detail = `nothing here can name it: a socket, or something in another pid namespace, holds it; ${since(namespace)}`;
    return [{ kind: 'unknown', detail }];
  }
  return namespace.handles.map(handle => ({ kind: handle.kind, detail: detailOf(handle) }));
}
