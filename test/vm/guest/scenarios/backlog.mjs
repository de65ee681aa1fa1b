/** One broadcast to many ports: more packets at once than the CPU's backlog takes. Changes a sysctl of the whole machine. */
import { readFileSync, writeFileSync } from 'node:fs';
import { arpRequest } from '../traffic.mjs';

const LIMIT = '/proc/sys/net/core/netdev_max_backlog';
const PORTS = 24;

export default {
  backlog: {
    needs: ['machine'],
    build: (world, ports = PORTS) => {
      world.bridged();
      for (let port = 0; port < ports; port++) world.ported(`${port}`, { end: `x${port}`, namespace: 'b' });
    },
    traffic: world => {
      const before = readFileSync(LIMIT, 'latin1');
      writeFileSync(LIMIT, '10');
      try {
        world.frames('a', 'a', 50, arpRequest(world.mac(1), world.address(1), world.address(200)));
      } finally {
        writeFileSync(LIMIT, before);
      }
    },
  },
};
