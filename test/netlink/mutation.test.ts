/** Damaged messages: each is decoded, or refused as malformed; nothing else happens, and no name in it steers a terminal. */
import { describe, expect, it } from 'vitest';
import { VethtopError } from '../../src/core/errors.js';
import type { Link } from '../../src/inventory/model.js';
import { Tables } from '../../src/inventory/tables.js';
import { decodeAddress } from '../../src/netlink/address-message.js';
import { messages } from '../../src/netlink/codec.js';
import { RTM } from '../../src/netlink/constants.js';
import { decodeEvents } from '../../src/netlink/event-socket.js';
import { decodeLink } from '../../src/netlink/link-message.js';
import { decodeNsid } from '../../src/netlink/nsid-message.js';
import { jsonText, lsDocument, nsDocument } from '../../src/output/json.js';
import { lsText } from '../../src/output/ls-text.js';
import { nsText } from '../../src/output/ns-text.js';
import { PLAIN_TEXT } from '../../src/output/text.js';
import { captured, capturedKinds } from './fixtures/captured.js';
import { randomOf } from './random.js';

const MUTATIONS = 100_000;
const PER_PICTURE = 1000;
/** Lengths and types at their limits, where decoders go wrong. */
const EXTREMES = [0, 1, 3, 4, 5, 0x7f, 0x80, 0xff, 0x3fff, 0x4000, 0x7fff, 0x8000, 0xffff];
const STEERING = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

function split(wire: Buffer): Buffer[] {
  return messages(wire, wire.length).map(({ start, end }) => Buffer.from(wire.subarray(start - 16, end)));
}

const ORIGINALS = [...split(captured().links), ...split(captured().addresses), ...split(capturedKinds())];

function mutated(random: (bound: number) => number): Buffer {
  const original = ORIGINALS[random(ORIGINALS.length)] ?? Buffer.alloc(0);
  const wire = Buffer.from(random(8) === 0 ? original.subarray(0, random(original.length)) : original);
  for (let changes = 1 + random(8); changes > 0 && wire.length > 1; changes--) {
    if (random(2) === 0) wire[random(wire.length)] = random(256);
    else wire.writeUInt16LE(EXTREMES[random(EXTREMES.length)] ?? 0, random(wire.length - 1) & ~1);
  }
  return wire;
}

/** Everything that decodes anything, whatever the type says: a damaged type leads a message to the wrong decoder. */
function decodeAll(wire: Buffer, links: Link[]): void {
  decodeEvents(wire, wire.length, 3);
  decodeEvents(wire, wire.length, null);
  for (const { type, start, end } of messages(wire, wire.length)) {
    if (type === RTM.NEWADDR) decodeAddress(wire, start, end);
    else if (type === RTM.NEWLINK) links.push(decodeLink(wire, start, end, 1 + (start % 3)));
    else decodeNsid(wire, start, end);
  }
}

/** undefined: it was refused. */
function attempt(wire: Buffer, links: Link[]): 'decoded' | 'refused' {
  try {
    decodeAll(wire, links);
    return 'decoded';
  } catch (error) {
    if (!(error instanceof VethtopError) || error.code !== 'malformed') throw error;
    expect(error.message).not.toMatch(STEERING);
    return 'refused';
  }
}

describe(`${MUTATIONS} damaged messages`, () => {
  it('are decoded or refused, and make no picture that steers a terminal', { timeout: 120_000 }, () => {
    const random = randomOf(20_240_506);
    const outcomes = { decoded: 0, refused: 0 };
    for (let count = 0; count < MUTATIONS; count += PER_PICTURE) {
      const links: Link[] = [];
      for (let one = 0; one < PER_PICTURE; one++) outcomes[attempt(mutated(random), links)]++;
      const tables = new Tables();
      for (const link of links) tables.putLink(tables.namespace(link.nsid, null), link);
      const inventory = tables.snapshot(0, () => []);
      const texts = [
        jsonText(lsDocument(inventory, 0)),
        jsonText(nsDocument(inventory, 0)),
        lsText(inventory, PLAIN_TEXT),
        nsText(inventory, PLAIN_TEXT),
      ];
      for (const text of texts) expect(text.replaceAll('\n', '')).not.toMatch(STEERING);
    }
    // Both ways are taken often: neither refusing everything nor accepting everything would pass.
    expect(outcomes.decoded).toBeGreaterThan(MUTATIONS / 10);
    expect(outcomes.refused).toBeGreaterThan(MUTATIONS / 10);
  });
});
