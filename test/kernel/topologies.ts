/** The topologies that people build by hand, as `ip` commands: the labs, and the odd pairs. */

export const BY_HAND = `
# cable: one namespace, the other end in the host, renamed inside
ip netns add cable; ip link add cab0 type veth peer name cab1 netns cable
ip -n cable link set cab1 name eth0; ip addr add 10.254.1.1/24 dev cab0; ip -n cable addr add 10.254.1.2/24 dev eth0
ip link set cab0 up; ip -n cable link set eth0 up; ip -n cable link set lo up

# two-namespaces: joined directly, and neither end in the root namespace
ip netns add ns1; ip netns add ns2; ip -n ns1 link add veth0 type veth peer name eth0 netns ns2
ip -n ns1 addr add 192.168.1.1/24 dev veth0; ip -n ns2 addr add 192.168.1.2/24 dev eth0
ip -n ns1 link set veth0 up; ip -n ns2 link set eth0 up

# bridge
ip link add br0 type bridge; ip addr add 192.168.0.100/24 dev br0; ip link set br0 up
for n in 1 2 3; do
  ip netns add net$n; ip link add veth\${n}_p type veth peer name veth\${n} netns net$n
  ip link set veth\${n}_p master br0 up; ip -n net$n addr add 192.168.0.$n/24 dev veth$n; ip -n net$n link set veth$n up
  ip -n net$n route add default via 192.168.0.100
done

# blackhole: the host end has an address and is a port
ip netns add black; ip link add bh0 type veth peer name bh1 netns black
ip addr add 10.9.0.1/24 dev bh0; ip link set bh0 master br0 up; ip -n black addr add 10.9.0.2/24 dev bh1; ip -n black link set bh1 up

# isolated: two pairs in one subnet, no bridge
for n in 1 2; do
  ip netns add iso$n; ip link add iso\${n}_p type veth peer name eth0 netns iso$n
  ip link set iso\${n}_p up; ip -n iso$n addr add 10.8.0.$n/24 dev eth0; ip -n iso$n link set eth0 up
done

# openstack: named as Neutron does
ip netns add qrouter-8c1e3f00-1111-2222-3333-444455556666; ip netns add qdhcp-5d0f0000-1111-2222-3333-444455556666
ip link add name qbr3f09aa10-2b type bridge; ip link set qbr3f09aa10-2b up
ip link add qvb3f09aa10-2b type veth peer name qvo3f09aa10-2b; ip link set qvb3f09aa10-2b master qbr3f09aa10-2b up; ip link set qvo3f09aa10-2b up
ip link add tapa1b2c3d4-5e type veth peer name ns-a1b2c3d4-5e netns qdhcp-5d0f0000-1111-2222-3333-444455556666
ip link set tapa1b2c3d4-5e up
ip link add tapf0000000-01 type veth peer name qr-f0000000-01 netns qrouter-8c1e3f00-1111-2222-3333-444455556666
ip link add tapf0000000-02 type veth peer name ha-f0000000-02 netns qrouter-8c1e3f00-1111-2222-3333-444455556666

# lossy: MTU differs, a peer that is down
ip netns add lossy; ip link add mtu0 mtu 1500 type veth peer name mtu1 mtu 1400 netns lossy; ip link set mtu0 up; ip -n lossy link set mtu1 up
ip link add down0 type veth peer name down1 netns lossy; ip link set down0 up

# odd: equal ifindexes on both ends, both ends in one namespace
ip netns add twin1; ip netns add twin2; ip -n twin1 link add t0 index 77 type veth peer name t1 index 77 netns twin2
ip link add same0 type veth peer name same1
`;

/** How many pairs BY_HAND makes. */
export const PAIRS_BY_HAND = 1 + 1 + 3 + 1 + 2 + 4 + 2 + 2;
