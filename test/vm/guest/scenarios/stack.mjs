/** What the receiving namespace does not take, and what the sending one does not let out. */
import { frame } from '../traffic.mjs';
import { until } from '../until.mjs';

export default {
  otherhost: {
    build: world => {
      world.cable();
      world.neighbour('a', 'a', 2, world.mac(99));
    },
    traffic: world => world.send('a', 'b', 200),
  },
  rpfilter: {
    build: world => {
      world.cable();
      world.later(() => world.set('b', `ipv4/conf/${world.name('b')}/rp_filter`, 1));
      // b reaches the sender by nowhere.
      world.ip('b', `addr flush dev ${world.name('b')}`, `addr add ${world.address(2)}/32 dev ${world.name('b')}`);
    },
    traffic: world => world.send('a', 'b', 200),
  },
  notmine: {
    build: world => {
      world.cable();
      world.neighbour('a', 'a', 3, world.mac(2));
    },
    traffic: world => world.send('a', 'b', 200, { host: 3 }),
  },
  unhandled: {
    build: world => world.cable(),
    traffic: world => world.frames('a', 'a', 200, frame({ to: world.mac(2), from: world.mac(1), ethertype: 0x88b5 })),
  },
  ingress: {
    needs: ['module:sch_ingress', 'module:cls_matchall', 'module:act_gact'],
    build: world => {
      world.cable();
      const link = world.name('b');
      world.later(() => {
        world.run('b', 'tc', 'qdisc', 'add', 'dev', link, 'clsact');
        world.run('b', 'tc', 'filter', 'add', 'dev', link, 'ingress', 'matchall', 'action', 'drop');
      });
    },
    traffic: world => world.send('a', 'b', 200),
  },
  // More than the shaper lets through: its queue holds a few.
  queue: {
    needs: ['module:sch_tbf'],
    build: world => {
      world.cable();
      const shaper = ['tbf', 'rate', '1mbit', 'burst', '2000', 'limit', '3000'];
      world.later(() => world.run('a', 'tc', 'qdisc', 'add', 'dev', world.name('a'), 'root', ...shaper));
    },
    traffic: async world => {
      world.send('a', 'b', 200);
      // What waits in the shaper must not meet what the next scenario does to the whole machine.
      const statistics = () => world.run('a', 'tc', '-s', 'qdisc', 'show', 'dev', world.name('a'));
      await until(() => statistics().includes('backlog 0b 0p'), 'the shaper to be empty');
    },
  },
};
