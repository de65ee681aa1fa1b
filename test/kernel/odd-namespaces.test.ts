import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EndDocument, LsDocument, NamespaceDocument, NsDocument, PairDocument } from '../../src/output/json.js';
import type { HostProcess } from '../support/host-process.js';
import { PrivateHost } from '../support/private-host.js';
import { describeNeeding } from '../support/requirements.js';

const HOLDER = new URL('./odd-holder.mjs', import.meta.url).pathname;

/** Every pair, by the names of its ends; each name is given once. */
const PAIRS = [
  ['named0', 'named1'],
  ['process0', 'process1'],
  ['user0', 'user1'],
  ['elsewhere0', 'elsewhere1'],
  ['foreign0', 'foreign1'],
  ['fd0', 'fd1'],
  ['thread0', 'thread1'],
  ['socket0', 'socket1'],
  ['deep0', 'deep1'],
  ['same0', 'same1'],
  ['twin0', 'twin1'],
  ['alt0', 'alt1'],
] as const;

describeNeeding(['root', 'namespaces'], 'namespaces of every odd kind', () => {
  let host: PrivateHost;
  const pids = new Map<string, number>();
  /** By the end inside. */
  const inums = new Map<string, number>();
  let ns: NsDocument;
  let ls: LsDocument;

  /** A process in a namespace of its own; its pid as the host counts. */
  async function started(name: string, command: string): Promise<number> {
    const pid = Number(await host.sh(`${command} sleep infinity </dev/null >/dev/null 2>&1 & echo $!`));
    await host.sh(`until [ "$(readlink /proc/${pid}/ns/net)" != "$(readlink /proc/self/ns/net)" ]; do :; done`);
    pids.set(name, pid);
    return pid;
  }

  async function inumOf(name: string, path: string): Promise<void> {
    inums.set(name, Number(await host.sh(`stat -Lc %i ${path}`)));
  }

  /** A namespace that loses its name: what `hold` starts is all that keeps it. */
  async function unnamed(name: string, hold: (path: string) => Promise<HostProcess>): Promise<void> {
    await host.sh(`ip netns add ${name}; ip link add ${name}0 type veth peer name ${name}1 netns ${name}`);
    await inumOf(`${name}1`, `/run/netns/${name}`);
    const holder = await hold(`/run/netns/${name}`);
    await holder.until(({ stdout }) => stdout.includes('ready\n'), { what: `${name} to be held` });
    await host.sh(`ip netns del ${name}`);
  }

  const holding = (kind: string) => (path: string) => host.spawn(process.execPath, [HOLDER, kind, path]);

  beforeAll(async () => {
    host = await PrivateHost.create();
    await host.sh(`
      ip netns add named; ip link add named0 type veth peer name named1 netns named
      ip link add same0 type veth peer name same1
      ip link add alt0 type veth peer name alt1 netns named
      ip -n named link property add dev alt1 altname a-name-longer-than-fifteen-bytes
      ip netns add twin; ip link add twin0 index 777 type veth peer name twin1 index 777 netns twin
      ip netns add elsewhere; ip link add elsewhere0 type veth peer name elsewhere1 netns elsewhere
      mkdir /run/elsewhere; touch /run/elsewhere/kept; mount --bind /run/netns/elsewhere /run/elsewhere/kept
      ip netns del elsewhere
    `);
    await inumOf('named1', '/run/netns/named');
    await inumOf('twin1', '/run/netns/twin');
    await inumOf('elsewhere1', '/run/elsewhere/kept');
    for (const [name, command] of [
      ['process', 'unshare -n'],
      ['user', 'unshare -Urn'],
    ] as const) {
      const pid = await started(name, command);
      await host.sh(`ip link add ${name}0 type veth peer name ${name}1 netns ${pid}`);
      await inumOf(`${name}1`, `/proc/${pid}/ns/net`);
    }
    // Neither end of the pair is in the root namespace, and the inner namespace was made from within the outer one.
    const inner = await started('deep', `nsenter -t ${pids.get('process')} -n unshare -n`);
    await host.sh(`nsenter -t ${pids.get('process')} -n ip link add deep0 type veth peer name deep1 netns ${inner}`);
    await inumOf('deep1', `/proc/${inner}/ns/net`);
    for (const kind of ['fd', 'thread', 'socket']) await unnamed(kind, holding(kind));
    await unnamed('foreign', path =>
      host.spawn('unshare', [
        '-m',
        '--propagation',
        'private',
        'sh',
        '-euc',
        `mount -t tmpfs tmpfs /mnt; touch /mnt/far; mount --bind ${path} /mnt/far; echo ready; exec sleep infinity`,
      ]),
    );
    const read = async (command: string): Promise<string> => {
      const { stdout, stderr, exitCode } = await host.vethtop([command, '--json']);
      expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
      return stdout;
    };
    ns = JSON.parse(await read('ns'));
    ls = JSON.parse(await read('ls'));
  });
  afterAll(() => host?.dispose());

  function namespaceWith(link: string): NamespaceDocument {
    const found = ns.namespaces.filter(({ links }) => links.some(({ name }) => name === link));
    const [only] = found;
    if (only === undefined || found.length !== 1) throw new Error(`${found.length} namespaces have ${link}`);
    return only;
  }

  const ends = ({ a, b }: PairDocument): EndDocument[] => (b === null ? [a] : [a, b]);

  it('are all there, and nothing else', () => {
    expect(ns.partial).toEqual([]);
    expect(ns.namespaces).toHaveLength(1 + new Set(inums.values()).size);
    for (const [link, inum] of inums) expect([link, namespaceWith(link).inum]).toEqual([link, inum]);
  });

  it('have all pairs, exactly', () => {
    expect(ls.partial).toEqual([]);
    const found = ls.pairs.map(pair =>
      ends(pair)
        .map(({ name }) => name)
        .sort(),
    );
    expect(found.sort()).toEqual([...PAIRS].map(pair => [...pair].sort()).sort());
    expect(new Set(ls.pairs.map(({ certainty }) => certainty))).toEqual(new Set(['exact']));
    for (const end of ls.pairs.flatMap(ends)) {
      const inum = inums.get(end.name);
      if (inum !== undefined) expect([end.name, end.namespace.inum]).toEqual([end.name, inum]);
    }
    expect(ls.pairs.find(({ a }) => a.name === 'twin0')).toMatchObject({ a: { ifindex: 777 }, b: { ifindex: 777 } });
  });

  describe('say what keeps them alive', () => {
    const CASES = [
      ['named1', 'named', /^\/run\/netns\/named$/],
      ['process1', 'process', /^pid \d+ \(sleep\)$/],
      ['user1', 'process', /^pid \d+ \(sleep\)$/],
      ['deep1', 'process', /^pid \d+ \(sleep\)$/],
      ['elsewhere1', 'mount', /^\/run\/elsewhere\/kept$/],
      ['foreign1', 'foreign-mount', /^\/mnt\/far in the mount namespace of pid \d+$/],
      ['fd1', 'fd', /^fd \d+ of pid \d+ \(node\)$/],
      ['thread1', 'thread', /^thread \d+ of pid \d+ \(node\)$/],
      ['socket1', 'socket', /^socket fd \d+ of pid \d+ \(node\)$/],
    ] as const;
    for (const [link, kind, detail] of CASES) {
      it(link, () => {
        const { handles, keptAliveBy, hidden } = namespaceWith(link);
        expect(handles.map(handle => handle.kind)).toEqual([kind]);
        expect(keptAliveBy).toEqual([{ kind, detail: expect.stringMatching(detail) }]);
        expect(hidden).toBe(kind === 'socket');
      });
    }
  });

  it('show altnames, and peer finds by them', async () => {
    const { stdout } = await host.vethtop(['peer', 'a-name-longer-than-fifteen-bytes', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ asked: 'b', pair: { a: { name: 'alt0' }, b: { name: 'alt1' } } });
  });

  it('of a hidden one the text says that only a socket holds it', async () => {
    const { stdout } = await host.vethtop(['ns']);
    expect(stdout).toMatch(/hidden:\d+ .*socket fd \d+ of pid \d+ \(node\)/);
  });
});

describeNeeding(['root', 'namespaces'], 'a namespace whose holder is in another pid namespace', () => {
  it('is hidden, has no inum, and its links and pair are shown all the same', async () => {
    await using host = await PrivateHost.create();
    await host.sh('ip netns add far; ip link add far0 type veth peer name far1 netns far');
    // Of the same network, below a /proc that shows only its own processes: vethtop runs there.
    const holder = await host.spawn(process.execPath, [HOLDER, 'socket', '/run/netns/far']);
    await holder.until(({ stdout }) => stdout.includes('ready\n'), { what: 'the socket' });
    await host.sh('ip netns del far');
    const inside = `mount -t proc proc /proc; exec "$@"`;
    const unshare = ['-p', '-m', '-f', '--kill-child', '--propagation', 'private', 'sh', '-euc', inside, 'sh'];
    await host.vethtop(['--version']);
    const cli = new URL('../../dist/cli.js', import.meta.url).pathname;
    const { stdout } = await host.exec('unshare', [...unshare, process.execPath, cli, 'ns', '--json']);
    const document: NsDocument = JSON.parse(stdout);
    const hidden = document.namespaces.find(({ links }) => links.some(({ name }) => name === 'far1'));
    expect(hidden).toMatchObject({
      inum: null,
      hidden: true,
      handles: [],
      firstSeenAt: null,
      keptAliveBy: [{ kind: 'unknown' }],
    });
    expect(hidden?.name).toMatch(/^hidden#\d+$/);
    const links = document.namespaces.flatMap(({ links: found }) => found).filter(({ name }) => /^far[01]$/.test(name));
    expect(links.map(({ pairId }) => pairId)).toEqual([expect.any(String), links[0]?.pairId]);
  });
});
