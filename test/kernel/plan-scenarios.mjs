// The one table of what every kind of change is tried on. HOST makes the host; a scenario is an intent, or one of
//   { kind: 'apply' | 'destroy', file, applied?: applied before, before?: what else is done before }  { kind: 'lab', name }
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
ip -n red link add hand type bridge; ip -n red link set hand mtu 1499; ip -n red link set hand mtu 1500
ip -n red link add h0 type veth peer name h1; ip -n red link set h0 mtu 1000 master hand up; ip -n red link set h1 mtu 1000
ip -n red addr add fd77::1/64 dev hand nodad; ip -n red link set hand up
ip link add r0 type veth peer name r1 netns red; ip link set r0 up; ip -n red link set r1 up master inner
ip addr add fd00::1/64 dev br0 nodad; ip addr add 10.11.0.1/24 dev r0
ip neigh add 10.9.0.7 lladdr 02:00:00:00:09:07 nud permanent dev p0; ip neigh add 10.11.0.7 lladdr 02:00:00:00:11:07 nud permanent dev r0
ip -n blue neigh add 10.0.0.77 lladdr 02:00:00:00:00:77 nud permanent dev v1; ip -n blue neigh add fd00::77 lladdr 02:00:00:00:00:77 nud permanent dev v1
ip -n red neigh add 10.8.0.7 lladdr 02:00:00:00:08:07 nud permanent dev inner
ip -n blue route add 10.60.0.0/16 nexthop via 10.0.0.1 weight 2 nexthop via 10.0.0.5 weight 1
ip -n blue -6 route add fd02::/64 nexthop via fd00::1 nexthop via fd00::5
ip route add 10.98.0.0/16 nexthop via 10.9.0.2 dev p0 weight 3 nexthop via 10.11.0.9 dev r0
ip -n red route add blackhole 10.66.0.0/16; ip -n red -6 route add unreachable fd66::/64
ip netns exec red sysctl -qw net.ipv4.ip_forward=1 net.ipv4.conf.all.rp_filter=2 net.ipv4.conf.i1.rp_filter=1 net.ipv6.conf.r1.accept_dad=0
ip netns exec blue sysctl -qw net.ipv4.conf.v1.rp_filter=2 net.ipv6.conf.v1.accept_dad=0 net.ipv4.neigh.v1.gc_stale_time=77
ip netns exec red nft 'table inet guard { set friends { type ipv4_addr; elements = { 10.8.0.9 }; }; chain in { type filter hook input priority 0; iifname "inner" ip saddr @friends accept; }; }'
nft 'table ip mine { chain c { type filter hook forward priority 5; tcp dport 81 counter drop; }; }'
`;

/** One of each kind of thing, some of it in the host. */
const FILE = `title: a bit of everything
namespaces: [{ name: web }, { name: db }]
bridges:
  - { name: brt, addresses: [10.20.0.1/24, 'fd20::1/64'], ports: [to-web, to-db] }
  - { name: inside, namespace: db, addresses: [10.21.0.1/24], ports: [d0], stp: true }
pairs:
  - a: { name: to-web }
    b: { name: eth0, namespace: web, addresses: [10.20.0.2/24, 'fd20::2/64'], mtu: 1400, mac: '02:00:00:00:20:02' }
  - a: { name: to-db }
    b: { name: eth0, namespace: db, addresses: [10.20.0.3/24] }
  - a: { name: d0, namespace: db }
    b: { name: d1, namespace: db, addresses: [10.22.0.1/24] }
  - a: { name: w0, namespace: web, addresses: [10.23.0.1/24] }
    b: { name: w1, namespace: db, addresses: [10.23.0.2/24], up: false }
sysctls:
  - { key: net.ipv4.ip_forward, value: 1 }
  - { key: net.ipv4.conf.to-web.rp_filter, value: 2 }
  - { namespace: web, key: net.ipv4.conf.all.rp_filter, value: 2 }
  - { namespace: web, key: net.ipv4.conf.eth0.rp_filter, value: 1 }
routes:
  - { namespace: web, to: default, via: 10.20.0.1 }
  - { to: 10.78.0.0/16, via: 10.20.0.2 }
  - { to: 10.79.0.0/16, dev: p0 }
masquerade: [{ subnet: 10.20.0.0/24, via: p0 }]
filters: [{ namespace: web, hook: input, port: 4000 }, { hook: forward, port: 4001 }]
queues: [{ namespace: db, link: w1, rateKbit: 100 }, { link: p0, rateKbit: 1000, limitBytes: 5000 }]
`;

/** What somebody does to it later. */
const MEDDLING = `
ip -n web link set eth0 down; ip -n web link set eth0 mtu 1500; ip link set to-web nomaster; ip addr add 10.20.0.9/24 dev brt
ip netns del db; until ! ip link show to-db 2>/dev/null; do sleep 0.02; done; sysctl -qw net.ipv4.ip_forward=0; nft delete table inet vethtop_drop_forward_4001
`;
const ADDITIONS = `
ip -n web addr add 10.20.0.7/24 dev eth0; ip -n web neigh add 10.20.0.8 lladdr 02:00:00:00:20:08 nud permanent dev eth0
ip netns exec web sysctl -qw net.ipv4.conf.all.rp_filter=1 net.ipv4.conf.w0.rp_filter=2; ip netns exec db nft 'table ip own { chain c { counter; }; }'
ip -n db link set inside type bridge priority 4096; ip -n db link set d1 mtu 9000; ip -n web route add prohibit 10.24.0.0/16
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
  'add a bridge of a larger MTU than its port': {
    kind: 'add-bridge',
    link: 'br9@red',
    addresses: ['fd07::1/64'],
    ports: ['h1'],
    mtu: 1500,
    stp: false,
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
  'forward and masquerade, IPv4 and IPv6': { kind: 'uplink', bridge: 'br0', via: 'p0', masquerade: true },
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
  'set both ends': {
    kind: 'set-links',
    changes: [
      { kind: 'set-link', link: 'v0', up: false, mtu: 1400, ...none },
      { kind: 'set-link', link: 'v1@blue', up: false, mtu: 1400, ...none },
    ],
  },
  'the address to the bridge': { kind: 'set-link', link: 'p0', attach: 'br1', moveAddressTo: 'br1', ...none },
  'delete a pair': { kind: 'remove-pair', link: 'v0' },
  'delete a bridge': { kind: 'remove-bridge', link: 'br0', restorePorts: false },
  'delete a bridge and restore its ports': { kind: 'remove-bridge', link: 'br0', restorePorts: true },
  'delete a bridge whose MTU was set by hand': { kind: 'remove-bridge', link: 'hand@red', restorePorts: false },
  'delete a namespace with a bridge in it': { kind: 'remove-namespace', name: 'red' },
  'delete a namespace with a multipath route': { kind: 'remove-namespace', name: 'blue' },
  'addresses, MTU, MAC, name, master and up': {
    kind: 'set-link',
    link: 'r0',
    up: true,
    mtu: 1400,
    mac: '02:00:00:00:00:02',
    rename: 'uplink0',
    attach: 'br1',
    addAddresses: ['10.12.0.1/24'],
    removeAddresses: ['10.11.0.1/24'],
  },
  'a MAC alone': { kind: 'set-link', link: 'v1@blue', mac: '02:00:00:00:00:03', ...none },
  'delete several things at once': {
    kind: 'remove-several',
    removals: [
      { kind: 'remove-namespace', name: 'red' },
      { kind: 'remove-pair', link: 'v0' },
      { kind: 'remove-pair', link: 'r0' },
      { kind: 'remove-bridge', link: 'br0', restorePorts: false },
      { kind: 'remove-namespace', name: 'blue' },
    ],
  },
  'apply a file': { kind: 'apply', file: FILE },
  'apply a file, as a change': { kind: 'apply', file: FILE, applied: true, before: MEDDLING },
  'destroy what a file made': { kind: 'destroy', file: FILE, applied: true },
  'destroy what a file made, with what came to it': { kind: 'destroy', file: FILE, applied: true, before: ADDITIONS },
  'build a lab': { kind: 'lab', name: 'blackhole' },
};
