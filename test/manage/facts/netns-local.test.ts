import { describe, expect, it } from 'vitest';
import type { Link } from '../../../src/inventory/model.js';
import { parseNetnsLocal, readImmovable } from '../../../src/manage/facts/netns-local.js';
import { HOST } from '../../../src/manage/place.js';
import { smallHost } from '../../view/forms/screen.js';

/** Debian's 6.1: a bridge, and a veth. */
const BRIDGE = `Features for br0:
rx-checksumming: off [fixed]
tx-checksumming: on
\ttx-checksum-ip-generic: on
highdma: on
rx-vlan-filter: off [fixed]
netns-local: on [fixed]
tx-gso-robust: off [requested on]
`;
const VETH = BRIDGE.replace('br0', 'veth0').replace('netns-local: on [fixed]', 'netns-local: off [fixed]');
/** 6.18: the feature is gone. */
const NEWER = BRIDGE.replace('netns-local: on [fixed]\n', '');

function linkOf(kind: string): Link {
  const found = [...smallHost().inventory.links.values()].find(link => link.kind === kind);
  if (found === undefined) throw new Error(`no ${kind}`);
  return found;
}

describe('netns-local', () => {
  it.each([
    [BRIDGE, true],
    [VETH, false],
    [NEWER, undefined],
    ['', undefined],
  ])('is read from ethtool -k', (text, expected) => {
    expect(parseNetnsLocal(text)).toBe(expected);
  });

  async function asked(link: Link, kernel: boolean | undefined, text: string | null) {
    const calls: string[] = [];
    const ethtool = async (name: string) => {
      calls.push(name);
      return text;
    };
    return { found: await readImmovable(link, HOST, '/proc/self/ns/net', { kernel: () => kernel, ethtool }), calls };
  }

  it('is what the kernel says where it has the attribute, and ethtool is not asked', async () => {
    expect(await asked(linkOf('bridge'), true, null)).toMatchObject({
      found: { feature: expect.stringContaining('IFLA_NETNS_IMMUTABLE') },
      calls: [],
    });
    expect(await asked(linkOf('veth'), false, BRIDGE)).toEqual({ found: null, calls: [] });
  });

  it('is what ethtool says where the kernel has no attribute', async () => {
    expect(await asked(linkOf('bridge'), undefined, BRIDGE)).toMatchObject({
      found: { feature: expect.stringContaining('ethtool -k') },
      calls: ['br0'],
    });
    expect((await asked(linkOf('veth'), undefined, VETH)).found).toBeNull();
  });

  it('goes by the kind where neither tells', async () => {
    for (const text of [NEWER, null]) {
      expect((await asked(linkOf('bridge'), undefined, text)).found).toEqual({ feature: 'kind bridge' });
      expect((await asked(linkOf('veth'), undefined, text)).found).toBeNull();
    }
  });
});
