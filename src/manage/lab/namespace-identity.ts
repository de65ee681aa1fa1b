/** A named namespace that is still the same one. */
import { statSync } from 'node:fs';
import { errnoOf } from '../../core/errors.js';

/**
 * The nsfs inode and when it came to be. The number alone is not enough: the kernel gives it to the next namespace as soon as it
 * is free (proc_alloc_inum takes the lowest). Decimal, since nanoseconds since the epoch don't fit a number.
 */
export interface NamespaceIdentity {
  readonly inum: string;
  readonly changedNs: string;
}

/** Where `ip netns` keeps names. */
export const NAMESPACES_FOLDER = '/run/netns';

export function namespacePath(name: string): string {
  return `${NAMESPACES_FOLDER}/${name}`;
}

/** null when there is no such name. */
export function identifyNamespace(name: string): NamespaceIdentity | null {
  try {
    const { ino, ctimeNs } = statSync(namespacePath(name), { bigint: true });
    return { inum: String(ino), changedNs: String(ctimeNs) };
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return null;
    throw error;
  }
}

export function isSameNamespace(name: string, identity: NamespaceIdentity): boolean {
  const now = identifyNamespace(name);
  return now !== null && now.inum === identity.inum && now.changedNs === identity.changedNs;
}
