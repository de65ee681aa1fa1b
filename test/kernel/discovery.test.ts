import { afterAll, beforeAll, expect, it } from 'vitest';
import type { EndDocument, LsDocument, PairDocument } from '../../src/output/json.js';
import { PrivateHost } from '../support/private-host.js';
import { describeNeeding } from '../support/requirements.js';
import { BY_HAND, PAIRS_BY_HAND } from './topologies.js';

/** What `ethtool -S` says in the namespace of an end. */
async function peerIfindex(host: PrivateHost, { name, namespace }: EndDocument): Promise<number> {
  const inside = namespace.name === 'host' ? [] : ['ip', 'netns', 'exec', namespace.name];
  const [file = 'ethtool', ...args] = [...inside, 'ethtool', '-S', name];
  const { stdout } = await host.exec(file, args);
  return Number(/peer_ifindex: (\d+)/.exec(stdout)?.[1]);
}

function ends({ a, b }: PairDocument): EndDocument[] {
  return b === null ? [a] : [a, b];
}

describeNeeding(['root', 'namespaces', 'program:ethtool'], 'ls --json in a host with every topology built by hand', () => {
  let host: PrivateHost;
  let document: LsDocument;

  beforeAll(async () => {
    host = await PrivateHost.create();
    await host.sh(BY_HAND);
    const { stdout, stderr, exitCode } = await host.vethtop(['ls', '--json']);
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
    document = JSON.parse(stdout);
  });
  afterAll(() => host?.dispose());

  it('names every pair, exactly', () => {
    expect(document.partial).toEqual([]);
    expect(document.pairs).toHaveLength(PAIRS_BY_HAND);
    expect(document.pairs.map(({ certainty }) => certainty)).toEqual(Array.from({ length: PAIRS_BY_HAND }, () => 'exact'));
  });

  it('agrees with ethtool at each end', async () => {
    for (const pair of document.pairs) {
      if (pair.b === null) throw new Error(`${pair.a.name} has no other end`);
      expect([pair.a.name, await peerIfindex(host, pair.a)]).toEqual([pair.a.name, pair.b.ifindex]);
      expect([pair.b.name, await peerIfindex(host, pair.b)]).toEqual([pair.b.name, pair.a.ifindex]);
    }
  });

  it('names the namespaces as ip does, with the inum of their files', async () => {
    const inums = new Map<string, number>();
    for (const line of (await host.sh('stat -c "%n %i" /run/netns/*')).trim().split('\n')) {
      const [file = '', inum] = line.split(' ');
      inums.set(file.replace('/run/netns/', ''), Number(inum));
    }
    for (const end of document.pairs.flatMap(ends)) {
      if (end.namespace.name !== 'host') expect(end.namespace.inum).toBe(inums.get(end.namespace.name));
    }
  });

  it('finds equal ifindexes, both ends in one namespace, and neither end in the root namespace', () => {
    const named = (name: string): PairDocument | undefined =>
      document.pairs.find(pair => ends(pair).some(end => end.name === name));
    expect(named('t0')).toMatchObject({ a: { ifindex: 77 }, b: { ifindex: 77 } });
    expect(named('same0')).toMatchObject({ a: { namespace: { name: 'host' } }, b: { namespace: { name: 'host' } } });
    const direct = named('veth0');
    expect(
      direct === undefined
        ? []
        : ends(direct)
            .map(end => end.namespace.name)
            .sort(),
    ).toEqual(['ns1', 'ns2']);
  });

  it('reads addresses, masters and state', () => {
    const cable = document.pairs.find(({ a }) => a.name === 'cab0');
    expect(cable?.a.addresses).toContain('10.254.1.1/24');
    expect(cable?.b?.addresses).toContain('10.254.1.2/24');
    expect(cable).toMatchObject({ b: { name: 'eth0', namespace: { name: 'cable' } } });
    expect(document.pairs.find(({ a }) => a.name === 'veth1_p')?.a.master).toEqual({ name: 'br0', kind: 'bridge' });
    expect(document.pairs.find(({ a }) => a.name === 'down0')?.b).toMatchObject({ adminUp: false });
  });

  it('says who owns what, from its name', () => {
    const router = document.pairs.find(({ b }) => b?.name === 'qr-f0000000-01');
    expect(router?.b?.namespace.owner).toMatchObject({ kind: 'router', id: '8c1e3f00-1111-2222-3333-444455556666' });
  });
});
