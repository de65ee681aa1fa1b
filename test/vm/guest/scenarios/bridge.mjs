/** What dies in a bridge between two pairs. */
import { frame } from '../traffic.mjs';

/** Local experimental ethertype 1 (IEEE 802). */
const LOCAL = 0x88b5;
/** A firewall of the bridge's namespace that lets nothing be forwarded. */
const DROP_FORWARD = 'table ip matrix { chain forward { type filter hook forward priority 0; policy drop; }\n}';

export default {
  bridged: {
    build: world => world.bridged(),
    traffic: world => {
      world.send('a', 'b', 500);
      world.send('b', 'a', 500);
    },
  },
  netfilter: {
    needs: ['module:br_netfilter', 'module:nf_tables', 'program:nft'],
    build: world => {
      world.bridged();
      world.later(() => {
        world.set('m', 'bridge/bridge-nf-call-iptables', 1);
        world.run('m', 'nft', DROP_FORWARD);
      });
    },
    traffic: world => world.send('a', 'b', 200),
  },
  // Ports of different VLANs.
  vlan: {
    needs: ['vlan-filtering'],
    build: world => {
      world.bridged({ bridge: 'vlan_filtering 1 vlan_default_pvid 0' });
      const member = (port, vid) =>
        world.run('m', 'bridge', 'vlan', 'add', 'dev', world.name(port), 'vid', vid, 'pvid', 'untagged');
      world.later(() => {
        member('pa', '10');
        member('pb', '20');
      });
    },
    traffic: world => world.send('a', 'b', 200),
  },
  // A port of no VLAN at all.
  novlan: {
    needs: ['vlan-filtering'],
    build: world => world.bridged({ bridge: 'vlan_filtering 1 vlan_default_pvid 0' }),
    traffic: world => world.send('a', 'b', 200),
  },
  stp: {
    build: world => {
      world.bridged();
      world.later(() => world.run('m', 'bridge', 'link', 'set', 'dev', world.name('pa'), 'state', 'disabled'));
    },
    traffic: world => world.send('a', 'b', 200),
  },
  isolated: {
    build: world => {
      world.bridged();
      for (const port of ['pa', 'pb']) {
        world.later(() => world.run('m', 'bridge', 'link', 'set', 'dev', world.name(port), 'isolated', 'on'));
      }
    },
    traffic: world => world.send('a', 'b', 200),
  },
  portmtu: {
    build: world => {
      world.bridged();
      world.ip('m', `link set ${world.name('pb')} mtu 1000`);
    },
    traffic: world => world.send('a', 'b', 200, { payloadBytes: 1400 }),
  },
  badmac: {
    build: world => world.bridged(),
    traffic: world => world.frames('a', 'a', 200, frame({ to: world.mac(2), from: '03:00:00:00:00:01', ethertype: LOCAL })),
  },
};
