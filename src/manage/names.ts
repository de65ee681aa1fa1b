/** What the kernel and `ip` accept as a name, and what vethtop refuses to create although they would. Pure. */
import { sanitise } from '../core/text.js';

/** IFNAMSIZ of <linux/if.h>, less the terminating zero. */
const LINK_NAME_BYTES = 15;
/** NAME_MAX: a namespace's name is a file in /run/netns. */
const NAMESPACE_NAME_BYTES = 255;

/** Why `name` can't be given to a new link (dev_valid_name in net/core/dev.c, and more); null when it can. */
export function linkNameProblem(name: string): string | null {
  return (
    commonProblem(name, LINK_NAME_BYTES) ??
    (/[\s:]/u.test(name) ? 'it contains a space or a colon' : null) ??
    // sysctl_dev_name_is_allowed in include/linux/inetdevice.h
    (name === 'all' || name === 'default' ? 'it is a folder under /proc/sys/net/ipv4/conf' : null) ??
    (name.includes('%') ? 'it contains %, which the kernel takes for a pattern' : null)
  );
}

/** Why `name` can't be given to a new namespace (invalid_name in iproute2's lib/utils.c, and more); null when it can. */
export function namespaceNameProblem(name: string): string | null {
  return commonProblem(name, NAMESPACE_NAME_BYTES);
}

function commonProblem(name: string, maxBytes: number): string | null {
  const bytes = Buffer.byteLength(name);
  if (bytes === 0) return 'it is empty';
  if (bytes > maxBytes) return `it is ${bytes} bytes long, and ${maxBytes} is the most`;
  if (name === '.' || name === '..') return 'it is a folder, not a name';
  if (name.includes('/')) return 'it contains a slash';
  if (sanitise(name) !== name) return 'it contains characters that a terminal would obey or hide';
  return null;
}
