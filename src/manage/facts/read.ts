/** Reads what an intent needs to know. The only I/O of planning; every read is of the kernel's present state. */
import { accessSync, constants, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { reasonOf, VethtopError } from '../../core/errors.js';
import { run } from '../../core/run.js';
import { handlePath } from '../../inventory/handles/source.js';
import { type Inventory, type Link, type LinkKey, linkKey, type Namespace } from '../../inventory/model.js';
import { type Command, formatCommand } from '../command.js';
import { execIn, ipIn, type Place } from '../place.js';
import { linksIn, placeOfNamespace } from '../resolve.js';
import type { LinkState } from '../state/link-state.js';
import type { NamespaceState } from '../state/namespace-state.js';
import { factKey, type HostFacts, type Immovable, type Needs, type Session } from './model.js';
import { readImmovable } from './netns-local.js';
import { type SshConnection, sshConnection } from './session.js';

const TIMEOUT_MS = 20_000;
/** Namespaces that are read at a time. */
const PARALLEL = 4;

/** @throws VethtopError `failure` when `ip` fails, `dependency` when it is missing. */
export async function readFacts(inventory: Inventory, needs: Needs): Promise<HostFacts> {
  const own = [...inventory.namespaces.values()].find(({ handles }) => handles.some(({ kind }) => kind === 'self'));
  const ownLinks = own === undefined ? [] : linksIn(inventory, own.nsid);
  const [states, defaults, session, immovable, sysctls, tables, settings] = await Promise.all([
    readStates(inventory, needs),
    readDefaultDevices(),
    readSession(sshConnection(), ownLinks),
    readMovable(inventory, needs.movable),
    readSysctls(inventory, needs.sysctls),
    readTables(inventory, needs.tables),
    readAllSettings(inventory, needs.settings),
  ]);
  const [major = 0, minor = 0] = os.release().split(/[.-]/).map(Number);
  return {
    inventory,
    states,
    defaultRoute: new Set(defaults.flatMap(name => carriers(ownLinks, name))),
    session,
    immovable,
    sysctls,
    tables,
    settings,
    programs: { nft: isInstalled('nft') },
    kernel: [major, minor],
    hostIsPid1: isPid1(own),
  };
}

/** What `ip` and others print. @throws VethtopError `failure` */
async function output({ file, args }: Command): Promise<string> {
  const { stdout, stderr, exitCode } = await run(file, args, { timeoutMs: TIMEOUT_MS });
  if (exitCode === 0) return stdout;
  throw new VethtopError({
    code: 'failure',
    what: `the host could not be read: ${formatCommand({ file, args })}`,
    why: stderr.trim() || `exit status ${exitCode}`,
  });
}

async function readStates(inventory: Inventory, { nsids, devices }: Needs): Promise<HostFacts['states']> {
  const [{ parseLinks }, { readLinkSysctls }] = await Promise.all([import('./ip-json.js'), import('./settings.js')]);
  const states = new Map<number, ReadonlyMap<number, LinkState>>();
  await eachLimited([...nsids], async nsid => {
    const place = placeOfNsid(inventory, nsid);
    if (place === null) return;
    const [addresses, routes, neighbours] = await Promise.all([
      output(ipIn(place, '-j', '-d', 'addr', 'show')),
      output(ipIn(place, '-j', '-d', 'route', 'show', 'table', 'all')),
      output(ipIn(place, '-j', 'neigh', 'show', 'nud', 'permanent')),
    ]);
    try {
      const links = new Map(parseLinks(place, { addresses, routes, neighbours }));
      const losing = [...links.values()].filter(({ ifindex }) => devices.has(linkKey(nsid, ifindex)));
      const names = losing.map(({ name }) => name);
      const sysctls = await readLinkSysctls(place, names);
      for (const state of losing) links.set(state.ifindex, { ...state, sysctls: sysctls.get(state.name) ?? [] });
      states.set(nsid, links);
    } catch (error) {
      if (error instanceof VethtopError) throw error;
      throw new VethtopError({
        code: 'malformed',
        what: '`ip -j` printed something unexpected',
        why: reasonOf(error),
        next: 'report it, with the output of `ip -V`',
      });
    }
  });
  return states;
}

async function readAllSettings(inventory: Inventory, nsids: ReadonlySet<number>): Promise<HostFacts['settings']> {
  const found = new Map<number, NamespaceState>();
  if (nsids.size === 0) return found;
  const { readFreshSysctls, readSettings } = await import('./settings.js');
  const fresh = await readFreshSysctls();
  await eachLimited([...nsids], async nsid => {
    const place = placeOfNsid(inventory, nsid);
    if (place !== null) found.set(nsid, await readSettings(place, fresh, isInstalled('nft')));
  });
  return found;
}

async function readDefaultDevices(): Promise<readonly string[]> {
  const texts = await Promise.all([
    output(ipIn({ kind: 'host' }, '-j', 'route', 'show', 'default')),
    output(ipIn({ kind: 'host' }, '-j', '-6', 'route', 'show', 'default')),
  ]);
  return texts.flatMap(devices);
}

/** The `dev` of each route that `ip -j route` printed. */
function devices(text: string): readonly string[] {
  const routes: unknown = text.trim() === '' ? [] : JSON.parse(text);
  if (!Array.isArray(routes)) return [];
  return routes.flatMap((route: unknown) =>
    typeof route === 'object' && route !== null && 'dev' in route && typeof route.dev === 'string' ? [route.dev] : [],
  );
}

/** By the address that the client talks to, and by the way back to the client. */
async function readSession(connection: SshConnection | null, links: readonly Link[]): Promise<Session | null> {
  if (connection === null) return null;
  const { client, server } = connection;
  const { stdout, exitCode } = await run('ip', ['-j', 'route', 'get', client], { timeoutMs: TIMEOUT_MS });
  const names = exitCode === 0 ? devices(stdout) : [];
  const holders = links.filter(({ addresses }) => addresses?.some(text => text.startsWith(`${server}/`)) === true);
  // To an address of its own the way is lo, which carries nothing from outside.
  const all = [...names.filter(name => name !== 'lo'), ...holders.filter(({ loopback }) => !loopback).map(({ name }) => name)];
  return { client, links: new Set(all.flatMap(name => carriers(links, name))) };
}

/** The link, what it stands on, and the ports of a bridge that lead out: those that are no veth, or its only one. */
function carriers(links: readonly Link[], name: string): readonly LinkKey[] {
  const found = new Set<LinkKey>();
  const visit = (link: Link | undefined): void => {
    if (link === undefined || found.has(link.key)) return;
    found.add(link.key);
    if (link.kind !== 'veth' && link.lowerIfindex !== null && link.lowerNsid === null)
      visit(links.find(({ key }) => key === linkKey(link.nsid, link.lowerIfindex ?? 0)));
    const ports = links.filter(({ master }) => master === link.ifindex);
    const leading = ports.filter(({ kind }) => kind !== 'veth');
    for (const port of leading.length === 0 && ports.length === 1 ? ports : leading) visit(port);
  };
  visit(links.find(link => link.name === name));
  return [...found];
}

async function readMovable(inventory: Inventory, keys: ReadonlySet<LinkKey>): Promise<HostFacts['immovable']> {
  const found = new Map<LinkKey, Immovable | null>();
  for (const key of keys) {
    const link = inventory.links.get(key);
    const namespace = link === undefined ? undefined : inventory.namespaces.get(link.nsid);
    const place = namespace === undefined ? null : placeOfNamespace(namespace);
    const handle = namespace?.handles.find(({ kind }) => kind !== 'socket');
    if (link === undefined || place === null || handle === undefined) continue;
    found.set(key, await readImmovable(link, place, handlePath(handle)));
  }
  return found;
}

async function readSysctls(inventory: Inventory, wanted: Needs['sysctls']): Promise<HostFacts['sysctls']> {
  const found = new Map<string, string>();
  await eachLimited(wanted, async ({ nsid, key }) => {
    const place = placeOfNsid(inventory, nsid);
    if (place === null) return;
    const { file, args } = execIn(place, 'sysctl', '-n', key);
    const { stdout, exitCode } = await run(file, args, { timeoutMs: TIMEOUT_MS });
    // One that isn't there (yet): the step that sets it says so.
    if (exitCode === 0) found.set(factKey(nsid, key), stdout.trim());
  });
  return found;
}

async function readTables(inventory: Inventory, nsids: ReadonlySet<number>): Promise<HostFacts['tables']> {
  const found = new Set<string>();
  if (nsids.size === 0 || !isInstalled('nft')) return found;
  await eachLimited([...nsids], async nsid => {
    const place = placeOfNsid(inventory, nsid);
    if (place === null) return;
    const { file, args } = execIn(place, 'nft', 'list', 'tables');
    const { stdout } = await run(file, args, { timeoutMs: TIMEOUT_MS });
    for (const [, table = ''] of stdout.matchAll(/^table (\S+ \S+)$/gm)) found.add(factKey(nsid, table));
  });
  return found;
}

function placeOfNsid(inventory: Inventory, nsid: number): Place | null {
  const namespace = inventory.namespaces.get(nsid);
  return namespace === undefined ? null : placeOfNamespace(namespace);
}

async function eachLimited<T>(items: readonly T[], task: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items];
  const work = async (): Promise<void> => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await task(item);
  };
  await Promise.all(Array.from({ length: PARALLEL }, work));
}

export function isInstalled(file: string): boolean {
  return (process.env.PATH ?? '').split(path.delimiter).some(folder => {
    try {
      accessSync(path.join(folder, file), constants.X_OK);
      return true;
    } catch {
      // Not in this folder.
      return false;
    }
  });
}

function isPid1(own: Namespace | undefined): boolean {
  try {
    return own?.isHost === true && statSync('/proc/1/ns/net').ino === statSync('/proc/thread-self/ns/net').ino;
  } catch {
    // Not readable: then nothing proves it.
    return false;
  }
}
