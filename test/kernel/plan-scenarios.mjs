// What each kind of change is tried on: `before` makes the host, `intent` is the change.
export const HOST = `
ip netns add blue; ip netns add red; ip netns add box
ip link add br0 type bridge; ip addr add 10.0.0.1/24 dev br0; ip link set br0 up
ip link add v0 type veth peer name v1 netns blue; ip link set v0 master br0 up; ip -n blue link set v1 up; ip -n blue link set lo up
ip -n blue addr add 10.0.0.2/24 dev v1; ip -n blue addr add 10.0.0.9/24 dev v1; ip -n blue addr add fd00::2/64 dev v1 nodad
ip -n blue route add default via 10.0.0.1; ip -n blue route add 10.50.0.0/16 via 10.0.0.1 metric 7 proto static
ip -n blue -6 route add fd01::/64 via fd00::1
ip link add br1 type bridge stp_state 1 forward_delay 400; ip link set br1 up
ip link add p0 type veth peer name p1 netns box; ip link set p0 up; ip -n box link set p1 up; ip -n box addr add 10.9.0.2/24 dev p1
ip addr add 10.9.0.1/24 dev p0; ip route add 10.99.0.0/16 via 10.9.0.2; ip link property add dev p0 altname spare
ip link add q0 type veth peer name q1; ip link set q0 master br0; bridge link set dev q0 hairpin on isolated on; ip link set q0 up
ip -n red link add inner type bridge; ip -n red link add i0 type veth peer name i1; ip -n red link set i0 master inner up
ip -n red link set i1 up mtu 1300; ip -n red addr add 10.8.0.1/24 dev inner; ip -n red link set inner up
ip link add r0 type veth peer name r1 netns red; ip link set r0 up; ip -n red link set r1 up master inner
`;

const none = { addAddresses: [], removeAddresses: [] };
const end = (link, addresses = []) => ({ link, addresses });
const macs = { a: '02:00:00:00:00:0a', b: '02:00:00:00:00:0b' };

export const SCENARIOS = {
  'add a namespace': { kind: 'add-namespace', name: 'green' },
  'add a pair': {
    kind: 'add-pair',
    a: { ...end('new0@n1', ['10.1.0.1/24', 'fd05::1/64']), mac: macs.a },
    b: { ...end('new1', ['10.1.0.2/24']), mac: macs.b },
    mtu: 1400,
    up: true,
    createNamespaces: true,
  },
  'add a bridge': {
    kind: 'add-bridge',
    link: 'br9',
    addresses: ['10.7.0.1/24'],
    ports: ['q1', 'p0'],
    stp: true,
    vlanFiltering: false,
    up: true,
    createNamespaces: false,
  },
  'connect to a bridge without ports': {
    kind: 'connect',
    namespace: 'green',
    bridge: 'br1',
    addresses: ['10.6.0.2/24'],
    gateway: '10.6.0.1',
    createNamespaces: true,
  },
  'connect to a bridge with ports': { kind: 'connect', namespace: 'green', bridge: 'br0', addresses: [], createNamespaces: true },
  forward: { kind: 'uplink', bridge: 'br0', via: 'p0', masquerade: false },
  'set down': { kind: 'set-link', link: 'v1@blue', up: false, ...none },
  'set up': { kind: 'set-link', link: 'q1', up: true, ...none },
  'down, MTU, MAC, name and namespace': {
    kind: 'set-link',
    link: 'v1@blue',
    up: false,
    mtu: 1400,
    mac: '02:00:00:00:00:01',
    rename: 'eth7',
    move: 'red',
    ...none,
  },
  'a small MTU': { kind: 'set-link', link: 'v1@blue', mtu: 1200, removeAddresses: ['fd00::2/64'], addAddresses: [] },
  'move to the host': { kind: 'set-link', link: 'v1@blue', move: 'host', up: true, ...none },
  addresses: {
    kind: 'set-link',
    link: 'v1@blue',
    addAddresses: ['10.0.0.44/24', 'fd00::44/64'],
    removeAddresses: ['10.0.0.2/24'],
  },
  'attach and name': { kind: 'set-link', link: 'q1', attach: 'br1', rename: 'other', up: true, ...none },
  detach: { kind: 'set-link', link: 'q0', detach: true, ...none },
  'the address to the bridge': { kind: 'set-link', link: 'p0', attach: 'br1', moveAddressTo: 'br1', ...none },
  'delete a pair': { kind: 'remove-pair', link: 'v0' },
  'delete a bridge': { kind: 'remove-bridge', link: 'br0', restorePorts: false },
  'delete a bridge and restore its ports': { kind: 'remove-bridge', link: 'br0', restorePorts: true },
  'delete a namespace with a bridge in it': { kind: 'remove-namespace', name: 'red' },
};
