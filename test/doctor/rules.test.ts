import { describe, expect, test } from 'vitest';
import { diagnose } from '../../src/doctor/engine.js';
import type { Finding } from '../../src/doctor/model.js';
import { RULES } from '../../src/doctor/rules/index.js';
import type { Inventory } from '../../src/inventory/model.js';
import { HEALTHY, healthyBut, hostOf } from './hosts.js';

function found(inventory: Inventory): readonly (readonly [rule: string, severity: string, subject: string])[] {
  return diagnose(inventory).map(({ rule, severity, subject }) => [rule, severity, subject.text]);
}

function only(inventory: Inventory, rule: string): Finding {
  const findings = diagnose(inventory).filter(finding => finding.rule === rule);
  expect(findings).toHaveLength(1);
  const [finding] = findings;
  if (finding === undefined) throw new Error(`${rule} found nothing`);
  return finding;
}

test('a healthy host has no findings', () => {
  expect(found(hostOf(HEALTHY))).toEqual([]);
});

test('every rule has a name of its own', () => {
  expect(new Set(RULES.map(({ name }) => name)).size).toBe(RULES.length);
});

describe('address-on-port', () => {
  test('names the port and moves the address to the bridge', () => {
    const finding = only(healthyBut({ 'v1@host': { addresses: ['10.9.0.1/24', 'fe80::2/64'] } }), 'address-on-port');
    expect(finding).toMatchObject({ severity: 'error', subject: { text: 'v1@host', kind: 'link' } });
    expect(finding.fix).toEqual(['ip addr del 10.9.0.1/24 dev v1', 'ip addr add 10.9.0.1/24 dev br0', 'ip link set br0 up']);
    expect(finding.evidence).toContainEqual({ what: 'addresses of v1@host', value: '10.9.0.1/24' });
    expect(finding.remedy).toMatchObject({ kind: 'set-link', link: 'v1@100', moveAddressTo: 'br0@100' });
  });

  test('says nothing of link-local addresses, nor of a VRF, whose ports keep theirs', () => {
    expect(found(healthyBut({ 'v1@host': { addresses: ['fe80::9/64', '169.254.3.3/16'] } }))).toEqual([]);
    const vrf = hostOf({
      links: [
        { name: 'red', kind: 'vrf' },
        { name: 'a', master: 'red', addresses: ['10.0.0.1/24'] },
        { name: 'b', ns: 'x', addresses: ['10.0.0.2/24'] },
      ],
      pairs: [['a@host', 'b@x']],
    });
    expect(found(vrf)).toEqual([]);
  });
});

describe('end-down', () => {
  test('one end: an error, with the command where it has to be run', () => {
    const finding = only(healthyBut({ 'eth0@one': { up: false } }), 'end-down');
    expect(finding).toMatchObject({ severity: 'error', subject: { text: 'eth0@one' }, fix: ['ip -n one link set eth0 up'] });
  });

  test('both ends: a note', () => {
    const finding = only(healthyBut({ 'd0@host': { up: false }, 'd1@two': { up: false } }), 'end-down');
    expect(finding).toMatchObject({ severity: 'note', fix: ['ip link set d0 up', 'ip -n two link set d1 up'] });
    expect(finding.remedy).toMatchObject({
      changes: [
        { link: 'd0@100', up: true },
        { link: expect.stringMatching(/^d1@/), up: true },
      ],
    });
  });
});

describe('bridge-down', () => {
  test('a bridge with ports', () => {
    expect(only(healthyBut({ 'br0@host': { up: false } }), 'bridge-down')).toMatchObject({
      severity: 'error',
      subject: { text: 'br0@host', kind: 'bridge' },
      fix: ['ip link set br0 up'],
    });
  });

  test('not one without', () => {
    expect(found(hostOf({ links: [{ name: 'br9', kind: 'bridge', up: false }] }))).toEqual([]);
  });
});

describe('loopback-down', () => {
  const down = { 'lo@one': { up: false } };

  test('a note where nothing runs, a warning where something does', () => {
    expect(only(healthyBut(down), 'loopback-down')).toMatchObject({ severity: 'note', fix: ['ip -n one link set lo up'] });
    const lived = hostOf({
      links: [
        { name: 'lo', ns: 'p', kind: null, up: false },
        { name: 'a', ns: 'p' },
        { name: 'b', addresses: [] },
      ],
      pairs: [['b@host', 'a@p']],
      namespaces: { p: [{ kind: 'process', pid: 77, comm: 'sh' }] },
    });
    expect(only(lived, 'loopback-down')).toMatchObject({
      severity: 'warning',
      fix: ['nsenter --net=/proc/77/ns/net ip link set lo up'],
    });
  });

  test('nothing where no other link is up', () => {
    expect(
      found(
        hostOf({
          links: [
            { name: 'lo', ns: 'x', kind: null, up: false },
            { name: 'e', kind: 'dummy', ns: 'x', up: false },
          ],
        }),
      ),
    ).toEqual([]);
  });
});

describe('mtu', () => {
  test('between the ends of a pair: the smaller one', () => {
    expect(only(healthyBut({ 'd1@two': { mtu: 1400 } }), 'mtu')).toMatchObject({
      severity: 'warning',
      subject: { text: 'd1@two' },
      fix: ['ip -n two link set d1 mtu 1500'],
    });
  });

  test('between the ports of a bridge', () => {
    const finding = only(healthyBut({ 'v2@host': { mtu: 9000 }, 'eth0@two': { mtu: 9000 } }), 'mtu');
    expect(finding).toMatchObject({ subject: { text: 'v1@host' }, fix: ['ip link set v1 mtu 9000'] });
  });
});

describe('no-shared-subnet', () => {
  test('the two ends of a pair: told once', () => {
    const finding = only(healthyBut({ 'd1@two': { addresses: ['10.2.0.2/30'] } }), 'no-shared-subnet');
    expect(finding).toMatchObject({ severity: 'error', fix: null });
    expect(finding.evidence.map(({ value }) => value).sort()).toEqual(['10.1.0.1/30', '10.2.0.2/30']);
  });

  test('one of several on a bridge: that one', () => {
    expect(only(healthyBut({ 'eth0@two': { addresses: ['10.0.9.3/24'] } }), 'no-shared-subnet').subject.text).toBe('eth0@two');
  });

  test('one common subnet of several, or of another family, is enough; host routes are none of its business', () => {
    expect(found(healthyBut({ 'eth0@two': { addresses: ['192.168.7.1/24', '10.0.0.3/24'] } }))).toEqual([]);
    expect(
      found(healthyBut({ 'd0@host': { addresses: ['10.1.0.1/30', 'fd00::1/64'] }, 'd1@two': { addresses: ['fd00::2/64'] } })),
    ).toEqual([]);
    expect(found(healthyBut({ 'd0@host': { addresses: ['10.1.0.1/32'] }, 'd1@two': { addresses: ['10.7.0.2/32'] } }))).toEqual(
      [],
    );
  });

  test('says nothing where the segment goes on beyond what is known', () => {
    const uplink = healthyBut({ 'eth0@two': { addresses: ['10.0.9.3/24'] } });
    const withPort = hostOf({
      ...HEALTHY,
      links: [
        ...HEALTHY.links.map(link =>
          link.ns === 'two' && link.name === 'eth0' ? { ...link, addresses: ['10.0.9.3/24'] } : link,
        ),
        { name: 'eno1', kind: null, master: 'br0' },
      ],
    });
    expect(found(uplink)).toHaveLength(1);
    expect(found(withPort)).toEqual([]);
  });
});

describe('isolated', () => {
  const two = hostOf({
    links: [
      { name: 'p1' },
      { name: 'eth0', ns: 'i1', addresses: ['10.8.0.1/24'] },
      { name: 'p2' },
      { name: 'eth0', ns: 'i2', addresses: ['10.8.0.2/24'] },
    ],
    pairs: [
      ['p1@host', 'eth0@i1'],
      ['p2@host', 'eth0@i2'],
    ],
  });

  test('two pairs in one subnet on no bridge: both, each naming the other', () => {
    const findings = diagnose(two);
    expect(findings.map(({ rule, severity, subject }) => [rule, severity, subject.text])).toEqual([
      ['isolated', 'error', 'eth0@i1'],
      ['isolated', 'error', 'eth0@i2'],
    ]);
    expect(findings[0]?.evidence.map(({ what }) => what)).toContain('same subnet, not connected: eth0@i2');
  });

  test('beside a bridge with an address in the subnet: joining it is the fix', () => {
    const beside = hostOf({
      links: [
        { name: 'br0', kind: 'bridge', addresses: ['10.8.0.254/24'] },
        { name: 'p1' },
        { name: 'eth0', ns: 'i1', addresses: ['10.8.0.1/24'] },
      ],
      pairs: [['p1@host', 'eth0@i1']],
    });
    expect(only(beside, 'isolated')).toMatchObject({ severity: 'error', fix: ['ip link set p1 master br0 up'] });
  });

  test('says nothing of a host address, which is routed, and of a pair that is down', () => {
    const one = (spec: { readonly addresses: readonly string[]; readonly up?: boolean }) =>
      hostOf({ links: [{ name: 'p1' }, { name: 'eth0', ns: 'i1', ...spec }], pairs: [['p1@host', 'eth0@i1']] });
    expect(found(one({ addresses: ['10.8.0.1/32'] }))).toEqual([]);
    expect(found(one({ addresses: ['10.8.0.1/24'], up: false })).map(([rule]) => rule)).toEqual(['end-down']);
  });
});

describe('duplicates', () => {
  test('an address on one segment, not on two', () => {
    const finding = only(healthyBut({ 'eth0@two': { addresses: ['10.0.0.2/24'] } }), 'duplicates');
    expect(finding).toMatchObject({ severity: 'error', summary: 'address 10.0.0.2 is used 2 times on one segment' });
    expect(finding.evidence.map(({ what }) => what)).toEqual(['eth0@one', 'eth0@two']);
    expect(found(healthyBut({ 'd0@host': { addresses: ['10.0.0.1/24'] }, 'd1@two': { addresses: ['10.0.0.9/24'] } }))).toEqual(
      [],
    );
  });

  test('a MAC; a bridge may have that of its port', () => {
    expect(only(healthyBut({ 'eth0@one': { mac: 'aa:bb' }, 'eth0@two': { mac: 'aa:bb' } }), 'duplicates').summary).toMatch(
      /^MAC aa:bb/,
    );
    expect(found(healthyBut({ 'br0@host': { mac: 'aa:bb' }, 'v1@host': { mac: 'aa:bb' } }))).toEqual([]);
  });
});

test('half-open: with the reason', () => {
  const finding = only(hostOf({ links: [{ name: 'v' }], pairs: [['v@host', null]] }), 'half-open');
  expect(finding).toMatchObject({ severity: 'warning', subject: { kind: 'pair' } });
  expect(finding.evidence).toContainEqual({ what: 'why', value: 'not seen' });
});

describe('empty-namespace', () => {
  test('a name that holds lo alone, and nobody inside', () => {
    const empty = hostOf({ links: [{ name: 'lo', ns: 'left', kind: null }] });
    expect(only(empty, 'empty-namespace')).toMatchObject({ severity: 'note', subject: { text: 'left', kind: 'namespace' } });
  });

  test('not where something runs, and never the host', () => {
    const handles = [{ kind: 'named', path: '/run/netns/used' } as const, { kind: 'process', pid: 5, comm: null } as const];
    expect(
      found(
        hostOf({
          links: [
            { name: 'lo', ns: 'used', kind: null },
            { name: 'lo', kind: null },
          ],
          namespaces: { used: handles },
        }),
      ),
    ).toEqual([]);
  });
});

describe('port-limit', () => {
  const bridged = (count: number) =>
    hostOf({
      links: [
        { name: 'br0', kind: 'bridge' },
        ...Array.from({ length: count }, (_, index) => ({ name: `p${index}`, kind: 'tap', master: 'br0' })),
      ],
    });

  test('near and at the limit', () => {
    expect(found(bridged(919))).toEqual([]);
    expect(found(bridged(920))).toEqual([['port-limit', 'warning', 'br0@host']]);
    expect(found(bridged(1023))).toEqual([['port-limit', 'error', 'br0@host']]);
  });
});
