import { describe, expect, it } from 'vitest';
import { uplinkPath } from '../../src/inventory/uplink.js';
import { inventory, link, namespace, veths } from './fixtures.js';

describe('uplinkPath', () => {
  it('goes over the peer, its bridge and the bridge uplink', () => {
    const [port, end] = veths({ nsid: 1, ifindex: 5, name: 'veth0', master: 3 }, { nsid: 2, ifindex: 2, name: 'eth0' });
    const picture = inventory(
      [namespace({ nsid: 1, isHost: true }), namespace({ nsid: 2 })],
      [
        port,
        end,
        link({ nsid: 1, ifindex: 3, name: 'br0', kind: 'bridge' }),
        link({ nsid: 1, ifindex: 2, name: 'eth9', kind: null, master: 3 }),
      ],
    );
    expect(uplinkPath(picture, end).map(({ name }) => name)).toEqual(['veth0', 'br0', 'eth9']);
  });

  it('ends where nothing leads on, and at a loop', () => {
    const [a, b] = veths({ nsid: 1, ifindex: 5, master: 3 }, { nsid: 1, ifindex: 6, master: 3 });
    const picture = inventory([namespace({ nsid: 1 })], [a, b, link({ nsid: 1, ifindex: 3, name: 'br0', kind: 'bridge' })]);
    expect(uplinkPath(picture, a).map(({ ifindex }) => ifindex)).toEqual([6, 3]);
  });
});
