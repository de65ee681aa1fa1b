/** Which sysctls of a namespace or a link somebody has changed. Pure, over what `find` and `grep` print. */

const ROOT = '/proc/sys/';
/** Follow other settings, or count. */
const DERIVED = /\/ipv6\/conf\/[^/]+\/mtu=|^net\/netfilter\/nf_conntrack_count=/;
const OF_LINK = /^net\/ipv[46]\/(?:conf|neigh)\/([^/]+)\//;

/** `net/ipv4/ip_forward` → `1`. Values of several lines are left out: `sysctl` can't set them. */
export type Sysctls = ReadonlyMap<string, string>;

/** The arguments of a `find` that prints `path:value` of every sysctl below `folders` that can be written. */
export function findArguments(folders: readonly string[]): readonly string[] {
  return [...folders, '-type', 'f', '-perm', '-200', '-exec', 'grep', '-s', '', '/dev/null', '{}', '+'];
}

const SHARED = ['all', 'default', 'lo'].flatMap(name => ['!', '-name', name]);

/** The same for a whole namespace, without the folders of its links but for `lo`. */
export function findShared(): readonly string[] {
  const [folder = '', ...rest] = findArguments([`${ROOT}net`]);
  return [folder, '-type', 'd', '-path', `${ROOT}net/ipv[46]/*/*`, ...SHARED, '-prune', '-o', ...rest];
}

export function linkFolders(link: string): readonly string[] {
  return ['ipv4/conf', 'ipv4/neigh', 'ipv6/conf', 'ipv6/neigh'].map(folder => `${ROOT}net/${folder}/${link}`);
}

export function parseSysctls(text: string): Sysctls {
  const found = new Map<string, string>();
  const several = new Set<string>();
  for (const line of text.split('\n')) {
    const colon = line.indexOf(':');
    if (colon === -1 || !line.startsWith(ROOT)) continue;
    const key = line.slice(ROOT.length, colon);
    if (found.has(key)) several.add(key);
    found.set(key, line.slice(colon + 1));
  }
  for (const key of several) found.delete(key);
  return found;
}

/** Those of the namespace itself and of `lo` that a new one has not. */
export function changedSysctls(now: Sysctls, fresh: Sysctls): readonly string[] {
  const own = [...now].filter(([key]) => ['all', 'default', 'lo', undefined].includes(OF_LINK.exec(key)?.[1]));
  // What is set for all is set for each link at once, so it comes first.
  const rank = (key: string): number => ['all', 'default', 'lo'].indexOf(OF_LINK.exec(key)?.[1] ?? '');
  return own
    .toSorted(([x], [y]) => rank(x) - rank(y))
    .filter(([key, value]) => fresh.has(key) && fresh.get(key) !== value)
    .map(([key, value]) => `${key}=${value}`)
    .filter(entry => !DERIVED.test(entry));
}

/**
 * By link, those that a new link of its namespace would not have: `default`'s, and where only the first namespace has that
 * (neigh_sysctl_register), those of `lo`.
 */
export function changedLinkSysctls(now: Sysctls): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const [key, value] of now) {
    const link = OF_LINK.exec(key)?.[1];
    if (link === undefined) continue;
    const like = (other: string): string | undefined => now.get(key.replace(`/${link}/`, `/${other}/`));
    const usual = like('default') ?? like('lo');
    const entry = `${key}=${value}`;
    if (usual === undefined || usual === value || DERIVED.test(entry)) continue;
    const entries = found.get(link) ?? [];
    entries.push(entry);
    found.set(link, entries);
  }
  return found;
}
