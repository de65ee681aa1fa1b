import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatCommand } from '../../../src/manage/command.js';
import { HOST, placeOf } from '../../../src/manage/place.js';
import {
  attach,
  detach,
  down,
  inTurn,
  type LinkChange,
  mac,
  move,
  mtu,
  rename,
  up,
  withAddress,
  withoutAddress,
} from '../../../src/manage/state/changes.js';
import { eui64, type LinkState, type RouteState } from '../../../src/manage/state/link-state.js';
import { afterAddressDeletion, afterRename } from '../../../src/manage/state/losses.js';
import { restoreLink } from '../../../src/manage/state/restore.js';
import { inverseCommands } from '../../../src/manage/steps/model.js';

const route = (to: string, via: string | null): RouteState => ({
  ipv6: to.includes(':'),
  to: [to],
  via,
  source: null,
  words: [],
  hops: [],
});
const state: LinkState = {
  place: placeOf('blue'),
  name: 'eth0',
  ifindex: 2,
  kind: 'veth',
  up: true,
  mtu: 1500,
  mac: '02:00:00:00:00:01',
  master: null,
  portWords: [],
  bridgeWords: [],
  altNames: [],
  addresses: [
    { text: '10.0.0.2/24', ipv6: false, words: [] },
    { text: '10.0.0.3/24', ipv6: false, words: [] },
    { text: 'fd00::2/64', ipv6: true, words: ['nodad'] },
  ],
  linkLocal: [{ text: 'fe80::ff:fe00:1/64', ipv6: true, words: [] }],
  routes: [route('default', '10.0.0.1'), route('fd01::/64', 'fd00::1')],
  qdisc: 'noqueue',
  neighbours: [],
  sysctls: [],
  irreparable: [],
};

function inverseOf(change: LinkChange): readonly string[] {
  return inverseCommands(change(state).step.inverse).map(formatCommand);
}

describe('inverses bring back what the kernel takes along', () => {
  it.each<[name: string, change: LinkChange, expected: readonly string[]]>([
    ['up, when it is up', up, []],
    [
      'down',
      down,
      [
        'ip -n blue link set dev eth0 up',
        'ip -n blue addr replace fd00::2/64 nodad dev eth0',
        'ip -n blue route replace default via 10.0.0.1 dev eth0',
        'ip -n blue -6 route replace fd01::/64 via fd00::1 dev eth0',
      ],
    ],
    ['a larger MTU', mtu(9000), ['ip -n blue link set dev eth0 mtu 1500']],
    [
      'an MTU without IPv6',
      mtu(1200),
      [
        'ip -n blue link set dev eth0 mtu 1500',
        'ip -n blue addr replace fd00::2/64 nodad dev eth0',
        'ip -n blue -6 route replace fd01::/64 via fd00::1 dev eth0',
      ],
    ],
    ['a MAC', mac('02:00:00:00:00:09'), ['ip -n blue link set dev eth0 address 02:00:00:00:00:01']],
    // The kernel numbers the labels of all addresses but the first.
    [
      'a name',
      rename('lan'),
      [
        'ip -n blue link set dev lan name eth0',
        'ip -n blue addr del 10.0.0.3/24 dev eth0',
        'ip -n blue addr replace 10.0.0.3/24 dev eth0',
      ],
    ],
    [
      'the host',
      move(HOST),
      [
        'ip link set dev eth0 netns blue',
        'ip -n blue addr replace 10.0.0.2/24 dev eth0',
        'ip -n blue addr replace 10.0.0.3/24 dev eth0',
        'ip -n blue link set dev eth0 up',
        'ip -n blue addr replace fd00::2/64 nodad dev eth0',
        'ip -n blue route replace default via 10.0.0.1 dev eth0',
        'ip -n blue -6 route replace fd01::/64 via fd00::1 dev eth0',
      ],
    ],
    ['a master', attach('br0', null, false), ['ip -n blue link set dev eth0 nomaster']],
    ['an address', withAddress('10.0.0.4/24'), ['ip -n blue addr del 10.0.0.4/24 dev eth0']],
    [
      'the first address of a subnet gone',
      withoutAddress('10.0.0.2/24'),
      [
        'ip -n blue addr replace 10.0.0.2/24 dev eth0',
        'ip -n blue addr replace 10.0.0.3/24 dev eth0',
        'ip -n blue route replace default via 10.0.0.1 dev eth0',
      ],
    ],
    ['another one gone', withoutAddress('10.0.0.3/24'), ['ip -n blue addr replace 10.0.0.3/24 dev eth0']],
  ])('%s', (_, change, expected) => {
    expect(inverseOf(change)).toEqual(expected);
  });

  it('a bridge gets its own MAC back with its first port gone', () => {
    const bridge = { ...state, name: 'br0', kind: 'bridge', mac: '02:00:00:00:00:bb' };
    const { step } = attach('br0', bridge, false)(state);
    expect(inverseCommands(step.inverse).map(formatCommand).at(-1)).toBe('ip -n blue link set dev br0 address 02:00:00:00:00:bb');
    expect(inverseCommands(attach('br0', bridge, true)(state).step.inverse)).toHaveLength(1);
  });

  it('neighbours set by hand, and the sysctls of the link, under the name that it has by then', () => {
    const more = {
      ...state,
      neighbours: [{ address: '10.0.0.9', mac: '02:00:00:00:00:99' }],
      sysctls: ['net/ipv4/conf/eth0/rp_filter=2', 'net/ipv6/conf/eth0/accept_dad=0'],
    };
    const back = (one: LinkChange) => inverseCommands(one(more).step.inverse).map(formatCommand);
    const neighbour = 'ip -n blue neigh replace 10.0.0.9 lladdr 02:00:00:00:00:99 nud permanent dev eth0';
    expect(back(down)).toContain(neighbour);
    expect(back(mac('02:00:00:00:00:09'))).toEqual(['ip -n blue link set dev eth0 address 02:00:00:00:00:01', neighbour]);
    expect(back(mtu(1200))).toContain('ip netns exec blue sysctl -q -w net/ipv6/conf/eth0/accept_dad=0');
    expect(back(move(HOST)).slice(0, 2)).toEqual([
      'ip link set dev eth0 netns blue',
      'ip netns exec blue sysctl -q -w net/ipv4/conf/eth0/rp_filter=2 net/ipv6/conf/eth0/accept_dad=0',
    ]);
    expect(rename('lan')(more).after.sysctls).toContain('net/ipv4/conf/lan/rp_filter=2');
  });

  it('a multipath route with all its ways, its own link by the name that it has by then', () => {
    const hops = [
      { via: '10.0.0.1', device: null, weight: 2, onlink: false },
      { via: '10.9.0.1', device: 'other', weight: 1, onlink: true },
    ];
    const more = { ...state, addresses: [], routes: [{ ...route('10.60.0.0/16', null), hops }] };
    expect(inverseCommands(down(more).step.inverse).map(formatCommand)).toEqual([
      'ip -n blue link set dev eth0 up',
      'ip -n blue route replace 10.60.0.0/16 nexthop via 10.0.0.1 dev eth0 weight 2 nexthop via 10.9.0.1 dev other weight 1 onlink',
    ]);
  });

  it('a port gets its options back', () => {
    const { step } = detach(null)({ ...state, master: 'br0', portWords: ['hairpin', 'on'] });
    expect(inverseCommands(step.inverse).map(formatCommand)).toEqual([
      'ip -n blue link set dev eth0 master br0',
      'ip -n blue link set dev eth0 type bridge_slave hairpin on',
    ]);
  });
});

const change: fc.Arbitrary<LinkChange> = fc.oneof(
  fc.constant(up),
  fc.constant(down),
  fc.integer({ min: 68, max: 65535 }).map(mtu),
  fc.constantFrom('02:00:00:00:00:02', '02:00:00:00:00:03').map(mac),
  fc.constantFrom('a', 'b', 'c').map(rename),
  fc.constantFrom(HOST, placeOf('red'), placeOf('blue')).map(move),
  fc.constantFrom('10.0.0.2/24', '10.0.0.3/24', 'fd00::2/64').map(withoutAddress),
);

describe('restoreLink', () => {
  it('needs nothing for what is there already', () => {
    expect(restoreLink(state, state)).toEqual([]);
  });

  it('leads back from wherever changes have led, by name and place', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 6 }), changes => {
        const { after } = inTurn(state, changes);
        const commands = restoreLink(after, state).map(formatCommand);
        const sets = (words: string) => commands.some(text => text.includes(words));
        if (after.name !== 'eth0') expect(sets('name eth0')).toBe(true);
        if (after.mtu !== 1500) expect(sets('mtu 1500')).toBe(true);
        if (after.mac !== state.mac) expect(sets('address 02:00:00:00:00:01')).toBe(true);
        for (const { text } of state.addresses)
          if (!after.addresses.some(address => address.text === text)) expect(sets(`addr replace ${text}`)).toBe(true);
        // Everything but the way back happens in blue.
        for (const text of commands.slice(1)) expect(text).toMatch(/^ip -n blue /);
      }),
    );
  });
});

describe('what the kernel takes along', () => {
  it('numbers labels as inetdev_changename does', () => {
    const { addresses } = afterRename(state, 'lan');
    expect(addresses.map(({ words }) => words)).toEqual([[], ['label', 'lan:2'], ['nodad']]);
  });

  it('leaves other subnets alone', () => {
    const two = { ...state, addresses: [...state.addresses, { text: '10.9.0.1/24', ipv6: false, words: [] }] };
    const after = afterAddressDeletion(two, '10.0.0.2/24');
    expect(after.addresses.map(({ text }) => text)).toEqual(['fd00::2/64', '10.9.0.1/24']);
    expect(after.routes).toEqual([route('fd01::/64', 'fd00::1')]);
  });

  it.each([
    ['02:00:00:00:00:01', 'fe80::ff:fe00:1/64'],
    ['3a:e1:70:ee:dc:52', 'fe80::38e1:70ff:feee:dc52/64'],
    ['f8:68:96:37:5f:ad', 'fe80::fa68:96ff:fe37:5fad/64'],
  ])('makes %s into %s', (address, expected) => {
    expect(eui64(address)).toBe(expected);
  });
});
