/** A private host for tests of labs: starting an owner, and what is there afterwards. */
import { join } from 'node:path';
import { ensureBuilt } from '../support/build.js';
import type { HostProcess } from '../support/host-process.js';
import { ROOT } from '../support/paths.js';
import { PrivateHost } from '../support/private-host.js';

const OWNER = join(ROOT, 'test/kernel/lab-owner.mjs');

export interface OwnerEvent {
  readonly event: string;
  readonly [fact: string]: unknown;
}

/** A host with something in it already that labs must leave alone. */
export async function createLabHost(): Promise<PrivateHost> {
  await ensureBuilt();
  const host = await PrivateHost.create();
  await host.sh(
    'ip netns add mine; ip link add m0 type veth peer name m1 netns mine; ip addr add 10.9.9.1/24 dev m0; ip link set m0 up',
  );
  return host;
}

export interface StartOptions {
  readonly folder?: string;
  /** What starts the owner. */
  readonly before?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** In a process group of its own. */
export function startOwner(
  host: PrivateHost,
  lab: string,
  { folder, before = [], env = {} }: StartOptions = {},
): Promise<HostProcess> {
  return host.spawn('setsid', [...before, process.execPath, OWNER, lab, ...(folder === undefined ? [] : [folder])], { env });
}

export function eventsOf(owner: HostProcess): readonly OwnerEvent[] {
  return owner.lines().map((line): OwnerEvent => JSON.parse(line));
}

export function eventOf(owner: HostProcess, event: string): Promise<OwnerEvent> {
  return owner.until(() => eventsOf(owner).find(found => found.event === event), {
    what: `the event ${event}`,
    timeoutMs: 30_000,
  });
}

export async function startReady(host: PrivateHost, lab: string, options: StartOptions = {}): Promise<HostProcess> {
  const owner = await startOwner(host, lab, options);
  await eventOf(owner, 'ready');
  return owner;
}

/** Links, addresses, namespaces, processes and records: equal when nothing is left and nothing else was touched. */
export async function hostState(host: PrivateHost): Promise<string> {
  return host.sh(`
    ip -j -d link; ip -j addr; ip -j -n mine -d link; ls /run/netns
    ls /run/vethtop/labs 2>/dev/null || true
    for path in /proc/[0-9]*; do
      if [ "$path" != "/proc/$$" ]; then xargs -0 -r echo <"$path/cmdline" 2>/dev/null || true; fi
    done`);
}

/** The names of the lab's namespaces, and the command lines of its processes. */
export async function leftovers(host: PrivateHost): Promise<string> {
  return host.sh(
    'ls /run/netns | grep ^lab- || true; ps -eo stat=,args= | grep "[v]ethtop-\\|[t]raffic-worker\\|[k]eeper" || true',
  );
}

export async function pidOf(host: PrivateHost, title: string): Promise<number> {
  return Number((await host.sh(`ps -eo pid=,args= | awk '$2 == "${title}" { print $1; exit }'`)).trim());
}
