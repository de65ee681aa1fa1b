/** What a pair alone does: delivers, or loses what its peer can't take. */
import { until } from '../until.mjs';

const lostCarrier = (world, end = 'a') => until(() => world.link('a', end).operstate !== 'UP', 'the loss of the carrier');

export default {
  plain: {
    build: world => world.cable(),
    traffic: world => {
      world.send('a', 'b', 1000);
      world.send('b', 'a', 1000);
    },
  },
  // Super-packets: each is one packet on the pair.
  gso: {
    build: world => world.cable(),
    traffic: world => world.send('a', 'b', 20, { payloadBytes: 1000, segmentBytes: 100 }),
  },
  // Before the kernel has noticed the loss of the carrier: veth itself refuses. linkwatch takes one event a second of links whose
  // ifindex is their peer's (net/core/link_watch.c, linkwatch_urgent_event): another pair's loss comes first, this one's waits.
  down: {
    build: world => {
      world.cable({ index: 50 });
      world.pair([
        { end: 't', namespace: 'a', index: 60 },
        { end: 'u', namespace: 'b', index: 60 },
      ]);
    },
    traffic: async world => {
      world.ip('b', `link set ${world.name('u')} down`);
      await lostCarrier(world, 't');
      world.ip('b', `link set ${world.name('b')} down`);
      world.send('a', 'b', 200);
    },
  },
  nocarrier: {
    build: world => {
      world.cable();
      world.ip('b', `link set ${world.name('b')} down`);
      world.later(() => lostCarrier(world));
    },
    traffic: world => world.send('a', 'b', 200),
  },
  mtu: {
    build: world => {
      world.cable();
      world.ip('b', `link set ${world.name('b')} mtu 1000`);
    },
    traffic: world => world.send('a', 'b', 200, { payloadBytes: 1400 }),
  },
};
