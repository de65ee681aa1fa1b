import { describe, expect, it } from 'vitest';
import type { LinkDetails, PortDetails } from '../../src/inventory/link-details.js';
import { linkFacts, portFacts } from '../../src/output/link-facts.js';

describe('what is particular to a link', () => {
  it.each<[LinkDetails, string | null]>([
    [{ kind: 'bridge', stp: true, vlanFiltering: false, forwardDelayMs: 15_000 }, 'STP'],
    [{ kind: 'bridge', stp: false, vlanFiltering: null, forwardDelayMs: null }, null],
    [{ kind: 'vlan', id: 5, protocol: '802.1Q' }, 'id 5'],
    [{ kind: 'vlan', id: 5, protocol: '802.1ad' }, 'id 5, 802.1ad'],
    [
      { kind: 'vxlan', vni: 100, remote: '10.0.0.2', local: null, port: 4789, lowerIfindex: 2 },
      'VNI 100, to 10.0.0.2, UDP port 4789',
    ],
    [{ kind: 'geneve', vni: 7, remote: null, port: null }, 'VNI 7'],
    [{ kind: 'macvlan', mode: 'bridge' }, 'mode bridge'],
    [{ kind: 'ipvlan', mode: null }, null],
    [{ kind: 'vrf', table: 10 }, 'table 10'],
    [{ kind: 'bond', mode: '802.3ad', activePort: null }, 'mode 802.3ad'],
  ])('%o', (details, text) => {
    expect(linkFacts(details)).toBe(text);
  });

  it('is nothing for most kinds', () => {
    expect(linkFacts(undefined)).toBeNull();
  });
});

const PORT = {
  kind: 'bridge',
  cost: 2,
  hairpin: false,
  isolated: false,
  locked: false,
  learning: true,
  unicastFlood: true,
} as const;

describe('what is particular to a port', () => {
  it.each<[PortDetails | undefined, string | null]>([
    [{ ...PORT, state: 'forwarding' }, 'forwarding'],
    [
      { ...PORT, state: 'blocking', isolated: true, locked: true, hairpin: true, learning: false, unicastFlood: false },
      'blocking, isolated, locked, hairpin, no learning, no flooding',
    ],
    [{ ...PORT, state: null, learning: null }, null],
    [{ kind: 'vrf', table: 9 }, 'table 9'],
    [{ kind: 'bond', state: 'backup', miiUp: false }, 'backup, link down'],
    [undefined, null],
  ])('%o', (port, text) => {
    expect(portFacts(port)).toBe(text);
  });
});
