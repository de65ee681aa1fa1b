/** Names of any bytes, sanitised where they enter as the inventory does, never make an output that steers a terminal. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sanitise, sanitiseBytes } from '../../src/core/text.js';
import type { Inventory, Namespace } from '../../src/inventory/model.js';
import { formatError } from '../../src/output/error-text.js';
import { jsonText, lsDocument, nsDocument, peerDocument, watchLine } from '../../src/output/json.js';
import { lsText } from '../../src/output/ls-text.js';
import { nsText } from '../../src/output/ns-text.js';
import { peerText } from '../../src/output/peer-text.js';
import { PLAIN_TEXT, type TextOptions } from '../../src/output/text.js';
import { WATCH_TEXT_START, watchText } from '../../src/output/watch-text.js';
import { textCells } from '../../src/view/width.js';
import { drive } from '../rates/drive.js';
import { aDrop, aLink, aNamespace, anInventory, aSample, exactPair, keyOf } from '../rates/fixtures.js';

const nasty = fc.constantFrom(
  '\x1b]0;x\x07',
  '{bold}',
  '-rf',
  '\u202e',
  '\u009b31m',
  '\r\n',
  '網路介面網路介面',
  '\ud800',
  '👩‍👩‍👧',
  '\u2028',
  '',
);
const name = fc.oneof(
  fc.uint8Array({ maxLength: 15 }).map(sanitiseBytes),
  fc.array(fc.oneof(nasty, fc.string({ unit: 'binary', maxLength: 8 })), { maxLength: 3 }).map(parts => sanitise(parts.join(''))),
);
const options: fc.Arbitrary<TextOptions> = fc.record({
  width: fc.option(fc.integer({ min: 1, max: 200 })),
  color: fc.boolean(),
  ascii: fc.boolean(),
});

interface Names {
  readonly link: string;
  readonly namespace: string;
  readonly owner: string;
  readonly path: string;
  readonly why: string;
}
const names: fc.Arbitrary<Names> = fc.record({ link: name, namespace: name, owner: name, path: name, why: name });

function hostOf({ link, namespace, owner, path, why }: Names): Inventory {
  const inner: Partial<Namespace> = {
    name: namespace,
    owner: { kind: owner, id: owner, name: owner },
    handles: [
      { kind: 'mount', path },
      { kind: 'process', pid: 7, comm: link },
    ],
  };
  const pair = exactPair(aLink(0, 10, { name: link, master: 3 }), aLink(1, 2, { name: link, altNames: [path] }));
  const half = { id: 'half', certainty: 'ambiguous', why, a: aLink(1, 9, { name: link }), b: null } as const;
  const bridge = aLink(0, 3, { kind: 'bridge', name: namespace });
  return { ...anInventory([aNamespace(0), aNamespace(1, inner)], [pair, half], [bridge]), partial: [{ source: path, why }] };
}

/** Anything that a terminal could take for more than a character, but the newline. */
const STEERING = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const OWN_SGR = /\x1b\[[0-9;]*m/g;

function expectHarmless(text: string, sgr: boolean): void {
  const rest = (sgr ? text.replace(OWN_SGR, '') : text).replaceAll('\n', '');
  expect(rest).not.toMatch(STEERING);
}

describe('hostile names', () => {
  it('stay text in every document', () => {
    fc.assert(
      fc.property(names, given => {
        const inventory = hostOf(given);
        const [pair] = inventory.pairs;
        if (pair === undefined) throw new Error('no pair');
        const answer = { pair, asked: 'a', uplinkPath: [pair.a] } as const;
        for (const document of [lsDocument(inventory, 0), nsDocument(inventory, 0), peerDocument(inventory, 0, answer)]) {
          expectHarmless(jsonText(document), false);
        }
      }),
    );
  });

  it('stay text on every screen, and within its width', () => {
    fc.assert(
      fc.property(names, options, (given, chosen) => {
        const inventory = hostOf(given);
        const [pair] = inventory.pairs;
        if (pair === undefined) throw new Error('no pair');
        const frames = drive([
          { inventory, sample: aSample(0, []) },
          { inventory, sample: aSample(1000, [[pair.a, [9]]], { drops: [aDrop(keyOf(pair.a), 4)] }) },
        ]);
        const texts = [
          lsText(inventory, chosen),
          nsText(inventory, chosen),
          peerText(inventory, { pair, asked: 'a', uplinkPath: [pair.a] }, chosen),
          ...frames.map(frame => watchText(frame, inventory, chosen, WATCH_TEXT_START).text),
        ];
        for (const text of texts) {
          expectHarmless(text, chosen.color);
          if (chosen.width === null) continue;
          for (const line of text.replace(OWN_SGR, '').split('\n')) expect(textCells(line)).toBeLessThanOrEqual(chosen.width);
        }
        const last = frames.at(-1);
        if (last !== undefined) expectHarmless(jsonText(watchLine(last, inventory)), false);
      }),
    );
  });

  it('make as many lines as without them', () => {
    const plain: Names = { link: 'a', namespace: 'b', owner: 'c', path: 'd', why: 'e' };
    fc.assert(
      fc.property(names, given => {
        const lines = (inventory: Inventory) => nsText(inventory, PLAIN_TEXT).split('\n').length;
        expect(lines(hostOf(given))).toBe(lines(hostOf(plain)));
      }),
    );
  });

  it('stay text in errors, which quote what they were not asked to clean', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), nasty, (what, why, next) => {
        expectHarmless(formatError({ what, why, next }), false);
      }),
    );
  });
});
