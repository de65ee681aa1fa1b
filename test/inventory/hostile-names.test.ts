/** Names as a kernel message carries them, all the way: decoded, tabled, paired, and shown in every form. */
import { describe, expect, it } from 'vitest';
import { mountHandle, nsfsMounts } from '../../src/inventory/handles/mounts.js';
import { Tables } from '../../src/inventory/tables.js';
import { attribute, i32 } from '../../src/netlink/codec.js';
import { IFLA, IFLA_INFO } from '../../src/netlink/constants.js';
import { decodeLink } from '../../src/netlink/link-message.js';
import { jsonText, lsDocument, nsDocument, peerDocument } from '../../src/output/json.js';
import { lsText } from '../../src/output/ls-text.js';
import { nsText } from '../../src/output/ns-text.js';
import { peerText } from '../../src/output/peer-text.js';
import { PLAIN_TEXT } from '../../src/output/text.js';
import { initialUi } from '../../src/view/initial.js';
import { plainText } from '../../src/view/line.js';
import { themeOf } from '../../src/view/theme.js';
import { update } from '../../src/view/update.js';
import { view } from '../../src/view/view.js';
import { textCells } from '../../src/view/width.js';
import { randomOf } from '../netlink/random.js';

const NAMES = 5000;
const PER_PICTURE = 50;
const STEERING = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const SIZE = { cols: 120, rows: PER_PICTURE + 30 };
const PARTS = [
  '\x1b]0;x\x07',
  '{bold}',
  '-rf',
  '\u202e',
  '\u009b31m',
  '\r\n',
  '網路',
  '\u2028',
  '\ufeff',
  '\u200d',
  '\u{e0001}',
  '\ud83d\ude00',
  '\x7f',
];

/** Of the bytes of a link's name, or of a longer one: any but NUL. */
function hostile(random: (bound: number) => number, most: number): Buffer {
  const chance = Buffer.from(Array.from({ length: 1 + random(most) }, () => 1 + random(255)));
  const chosen = Buffer.from(PARTS[random(PARTS.length)] ?? '');
  return Buffer.concat(random(2) === 0 ? [chance] : [chosen, chance]).subarray(0, most);
}

/** RTM_NEWLINK's payload for an end of a pair in one namespace. */
function message(ifindex: number, peer: number, name: Buffer, altName: Buffer): Buffer {
  const head = Buffer.alloc(16);
  head.writeInt32LE(ifindex, 4);
  const text = (bytes: Buffer): Buffer => Buffer.concat([bytes, Buffer.alloc(1)]);
  return Buffer.concat([
    head,
    attribute(IFLA.IFNAME, text(name)),
    attribute(IFLA.LINK, i32(peer)),
    attribute(IFLA.LINKINFO, attribute(IFLA_INFO.KIND, Buffer.from('veth\0'))),
    attribute(IFLA.PROP_LIST, attribute(IFLA.ALT_IFNAME, text(altName))),
  ]);
}

function pictureOf(random: (bound: number) => number) {
  const tables = new Tables();
  const record = tables.namespace(65536, 4026531840);
  record.handles = nsfsMounts(
    `1 2 0:4 net:[4026531840] /run/netns/${hostile(random, 40).toString('latin1').replace(/[\s/]/g, '_')} rw - nsfs nsfs rw`,
  ).map(({ inum: _, ...mount }) => mountHandle(mount));
  for (let ifindex = 2; ifindex < 2 + PER_PICTURE; ifindex++) {
    const payload = message(ifindex, ifindex ^ 1, hostile(random, 15), hostile(random, 127));
    tables.putLink(record, decodeLink(payload, 0, payload.length, record.nsid));
  }
  return tables.snapshot(0, () => []);
}

describe(`${NAMES} hostile names`, () => {
  it('stay text, from the message to every output', { timeout: 60_000 }, () => {
    const random = randomOf(42);
    const theme = themeOf({ ascii: false, depth: 0 });
    for (let count = 0; count < NAMES; count += PER_PICTURE) {
      const inventory = pictureOf(random);
      expect(inventory.pairs).toHaveLength(PER_PICTURE / 2);
      expect(inventory.namespaces.get(65536)?.handles).toHaveLength(1);
      const [pair] = inventory.pairs;
      if (pair === undefined) throw new Error('no pair');
      const answer = { pair, asked: 'a', uplinkPath: [pair.a] } as const;
      const live = { hostName: 'h', kernelRelease: '6', intervalMs: 1000, inventory, frame: null, events: [] };
      const ui = update({ ...initialUi({ size: SIZE }), page: 'main' }, { type: 'sync' }, live);
      const lines = [ui, { ...ui, page: 'detail' as const }].flatMap(one => view(live, one, theme).lines.map(plainText));
      for (const line of lines) expect(textCells(line)).toBe(SIZE.cols);
      const texts = [
        ...lines,
        ...[lsDocument(inventory, 0), nsDocument(inventory, 0), peerDocument(inventory, 0, answer)].map(jsonText),
        ...[lsText(inventory, PLAIN_TEXT), nsText(inventory, PLAIN_TEXT), peerText(inventory, answer, PLAIN_TEXT)],
      ];
      for (const text of texts) expect(text.replaceAll('\n', '')).not.toMatch(STEERING);
    }
  });
});
