import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseEntry } from '../../../src/manage/journal/entry.js';
import { differences } from '../../../src/manage/journal/fingerprint.js';
import { journalItems } from '../../../src/manage/journal/status.js';
import { JournalWriter, readJournal } from '../../../src/manage/journal/store.js';
import { remainder, undoPlan } from '../../../src/manage/journal/undo-plan.js';
import { HOST } from '../../../src/manage/place.js';
import type { Plan } from '../../../src/manage/plan.js';
import { planCommands } from '../../../src/manage/plan.js';
import { addAddress } from '../../../src/manage/steps/address.js';
import { addNamespace, deleteNamespace } from '../../../src/manage/steps/namespace.js';

const plan: Plan = { title: 'try', steps: [addNamespace('blue'), addAddress({ place: HOST, link: 'eth0' }, '10.0.0.1/24')] };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vethtop-journal-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(
  entry: Parameters<typeof JournalWriter.begin>[0],
  outcome: 'done' | 'rolled-back' | null,
  steps = 2,
): JournalWriter {
  const writer = JournalWriter.begin(entry, folder);
  for (let index = 0; index < steps; index++) {
    writer.append({ type: 'before', index });
    writer.append({ type: 'after', index });
  }
  if (outcome !== null) writer.append({ type: 'end', at: 1, outcome, fingerprint: {}, why: null });
  return writer;
}

const alive = () => true;
const dead = () => false;

describe('the journal', () => {
  it('numbers entries and gives back what was written', () => {
    expect([write({ plan }, 'done').id, write({ plan, undoes: 1 }, 'done').id]).toEqual([1, 2]);
    const [first, second] = readJournal(folder);
    expect(first?.begin.plan).toEqual(plan);
    expect(first?.steps).toEqual(['done', 'done']);
    expect(second?.begin.undoes).toBe(1);
    expect(statSync(join(folder, '000001.jsonl')).mode & 0o777).toBe(0o600);
  });

  it('tells how far a change came, wherever its text ends', () => {
    const writer = write({ plan }, 'done');
    const text = readFileSync(writer.path, 'utf8');
    const order = ['pending', 'uncertain', 'done'];
    fc.assert(
      fc.property(fc.nat(text.length), length => {
        const entry = parseEntry(text.slice(0, length));
        if (entry === null) return;
        expect(entry.steps.map(progress => order.indexOf(progress))).toEqual(
          entry.steps.map(progress => order.indexOf(progress)).toSorted((x, y) => y - x),
        );
        if (length < text.length - 1) expect(entry.end).toBeNull();
      }),
    );
  });

  it('tells what stands, what was undone, and what was cut short', () => {
    write({ plan }, 'done');
    write({ plan }, 'rolled-back');
    write({ plan, undoes: 1 }, 'done');
    write({ plan }, null, 1);
    const status = (check: typeof alive) => journalItems(readJournal(folder), check).map(item => item.status);
    expect(status(dead)).toEqual(['undone', 'rolled-back', 'done', 'interrupted']);
    expect(status(alive)[3]).toBe('running');
    // The undo undone: the first one stands again.
    write({ plan, undoes: 3 }, 'done');
    expect(status(dead)).toEqual(['done', 'rolled-back', 'undone', 'interrupted', 'done']);
  });

  it('undoes in reverse, and only what was done', () => {
    write({ plan }, null, 1);
    const [entry] = readJournal(folder);
    if (entry === undefined) throw new Error('no entry');
    expect(planCommands(undoPlan(entry))).toEqual(['ip netns del blue']);
    expect(planCommands(remainder(entry))).toEqual(['ip addr add 10.0.0.1/24 dev eth0']);
  });

  it('refuses to undo what nothing brings back', () => {
    write({ plan: { title: 'gone', steps: [deleteNamespace('blue')] } }, 'done', 1);
    const [entry] = readJournal(folder);
    expect(() => entry && undoPlan(entry)).toThrow(/what was in namespace blue is gone/);
  });

  it('takes any text for an entry or for none', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), text => void expect(parseEntry(text)).toBeNull()));
    expect(
      parseEntry(
        '{"type":"begin","schemaVersion":1,"id":1,"at":1,"process":{"pid":1,"startTicks":1},"plan":{"title":"x","steps":[{}]},"undoes":null,"source":null}',
      ),
    ).toBeNull();
  });

  it('names what differs', () => {
    expect(differences({ 'eth0: mtu': '1500', 'eth0: up': 'true' }, { 'eth0: mtu': '1400' })).toEqual([
      'eth0: mtu was 1500, and is 1400',
      'eth0: up was true, and is not there',
    ]);
  });
});
