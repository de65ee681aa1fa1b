import { describe, expect, it } from 'vitest';
import { formatCommand } from '../../../src/manage/command.js';
import { HOST, type Place, placeOf } from '../../../src/manage/place.js';
import { addAddress, deleteAddress } from '../../../src/manage/steps/address.js';
import { addBridge, attachPort, detachPort } from '../../../src/manage/steps/bridge.js';
import { renameLink, setMac, setMtu, setUp } from '../../../src/manage/steps/link.js';
import { addMasquerade } from '../../../src/manage/steps/masquerade.js';
import type { Step } from '../../../src/manage/steps/model.js';
import { addNamespace, deleteNamespace } from '../../../src/manage/steps/namespace.js';
import { addPair, deleteLink } from '../../../src/manage/steps/pair.js';
import { addQueue } from '../../../src/manage/steps/queue.js';
import { addRoute } from '../../../src/manage/steps/route.js';
import { setSysctl } from '../../../src/manage/steps/sysctl.js';

const blue = placeOf('blue');
const red = placeOf('red');
const anonymous: Place = { kind: 'path', path: '/proc/42/ns/net' };
const eth0 = { place: blue, link: 'eth0' };

const CASES: readonly (readonly [step: Step, command: string, inverse: string])[] = [
  [addNamespace('blue'), 'ip netns add blue', 'ip netns del blue'],
  [deleteNamespace('blue'), 'ip netns del blue', 'none'],
  [
    addPair({ place: blue, name: 'a' }, { place: red, name: 'b' }),
    'ip -n blue link add name a type veth peer name b netns red',
    'ip -n blue link del dev a',
  ],
  [
    addPair({ place: HOST, name: 'a', mtu: 1400 }, { place: red, name: 'b', mtu: 1400, mac: '02:00:00:00:00:01' }),
    'ip link add name a mtu 1400 type veth peer name b address 02:00:00:00:00:01 mtu 1400 netns red',
    'ip link del dev a',
  ],
  // The host has no word for `netns`: the other end's command runs there.
  [
    addPair({ place: blue, name: 'a' }, { place: HOST, name: 'b' }),
    'ip link add name b type veth peer name a netns blue',
    'ip link del dev b',
  ],
  [
    addPair({ place: blue, name: 'a' }, { place: blue, name: 'b' }),
    'ip -n blue link add name a type veth peer name b',
    'ip -n blue link del dev a',
  ],
  // `netns 123` would be a pid.
  [
    addPair({ place: HOST, name: 'a' }, { place: placeOf('123'), name: 'b' }),
    'ip link add name a type veth peer name b netns /run/netns/123',
    'ip link del dev a',
  ],
  [
    addPair({ place: anonymous, name: 'a' }, { place: blue, name: 'b' }),
    'nsenter --net=/proc/42/ns/net ip link add name a type veth peer name b netns blue',
    'nsenter --net=/proc/42/ns/net ip link del dev a',
  ],
  [deleteLink(blue, '-rf'), 'ip -n blue link del dev -rf', 'none'],
  [
    addBridge({ place: HOST, name: 'br0', stp: false, vlanFiltering: false }),
    'ip link add name br0 type bridge stp_state 0',
    'ip link del dev br0',
  ],
  [
    addBridge({ place: blue, name: 'br0', stp: true, vlanFiltering: true }),
    'ip -n blue link add name br0 type bridge stp_state 1 vlan_filtering 1',
    'ip -n blue link del dev br0',
  ],
  [attachPort(eth0, 'br0'), 'ip -n blue link set dev eth0 master br0', 'ip -n blue link set dev eth0 nomaster'],
  [detachPort(eth0, 'br0'), 'ip -n blue link set dev eth0 nomaster', 'ip -n blue link set dev eth0 master br0'],
  [setUp(eth0, true, null), 'ip -n blue link set dev eth0 up', 'implied'],
  [setUp(eth0, true, false), 'ip -n blue link set dev eth0 up', 'ip -n blue link set dev eth0 down'],
  [setMtu(eth0, 1400, 1500), 'ip -n blue link set dev eth0 mtu 1400', 'ip -n blue link set dev eth0 mtu 1500'],
  [
    setMac(eth0, '02:00:00:00:00:02', '02:00:00:00:00:01'),
    'ip -n blue link set dev eth0 address 02:00:00:00:00:02',
    'ip -n blue link set dev eth0 address 02:00:00:00:00:01',
  ],
  [renameLink(eth0, 'eth1'), 'ip -n blue link set dev eth0 name eth1', 'ip -n blue link set dev eth1 name eth0'],
  [addAddress(eth0, '10.0.0.1/24'), 'ip -n blue addr add 10.0.0.1/24 dev eth0', 'ip -n blue addr del 10.0.0.1/24 dev eth0'],
  [deleteAddress(eth0, '10.0.0.1/24'), 'ip -n blue addr del 10.0.0.1/24 dev eth0', 'ip -n blue addr add 10.0.0.1/24 dev eth0'],
  [
    addRoute(blue, { to: 'default', via: '10.0.0.1' }),
    'ip -n blue route add to default via 10.0.0.1',
    'ip -n blue route del to default via 10.0.0.1',
  ],
  [
    addRoute(HOST, { to: '10.1.0.0/16', dev: 'eth0' }),
    'ip route add to 10.1.0.0/16 dev eth0',
    'ip route del to 10.1.0.0/16 dev eth0',
  ],
  [
    setSysctl({ place: blue, key: 'net.ipv4.ip_forward', value: '1', previous: '0' }),
    'ip netns exec blue sysctl -q -w net.ipv4.ip_forward=1',
    'ip netns exec blue sysctl -q -w net.ipv4.ip_forward=0',
  ],
  [
    addQueue({ ...eth0, rateKbit: 64, limitBytes: 5000 }),
    'ip netns exec blue tc qdisc add dev eth0 root tbf rate 64kbit burst 1600 limit 5000',
    'ip netns exec blue tc qdisc del dev eth0 root',
  ],
  [setSysctl({ place: blue, key: 'net.a', value: '1', previous: null }), 'ip netns exec blue sysctl -q -w net.a=1', 'implied'],
  [
    addMasquerade({ place: anonymous, subnet: 'fd00:1::/64', via: 'up' }),
    "nsenter --net=/proc/42/ns/net nft 'create table ip6 vethtop_masquerade_fd00_1___64; " +
      'add chain ip6 vethtop_masquerade_fd00_1___64 postrouting { type nat hook postrouting priority 100; }; ' +
      `add rule ip6 vethtop_masquerade_fd00_1___64 postrouting ip6 saddr fd00:1::/64 oifname "up" masquerade'`,
    "nsenter --net=/proc/42/ns/net nft 'delete table ip6 vethtop_masquerade_fd00_1___64'",
  ],
];

describe('steps', () => {
  it.each(CASES.map(([step, command, inverse]) => [step.title, step, command, inverse] as const))(
    '%s',
    (_, step, command, inverse) => {
      expect(formatCommand(step.command)).toBe(command);
      expect(step.inverse.kind === 'command' ? formatCommand(step.inverse.command) : step.inverse.kind).toBe(inverse);
    },
  );

  it('are plain data, which a journal can hold', () => {
    for (const [step] of CASES) expect(JSON.parse(JSON.stringify(step))).toEqual(step);
  });
});
