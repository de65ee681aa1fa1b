import { describe, expect, it } from 'vitest';
import type { Entry, Fingerprint } from '../../../src/manage/journal/entry.js';
import { presentFingerprint } from '../../../src/manage/journal/renewal.js';
import { journalItems } from '../../../src/manage/journal/status.js';

function entry(id: number, fingerprint: Fingerprint, { undoes = null, outcome = 'done' }: Partial<Parts> = {}): Entry {
  const begin = {
    type: 'begin',
    schemaVersion: 1,
    id,
    at: 0,
    process: { pid: 1, startTicks: 1 },
    plan: { title: '', steps: [] },
    undoes,
    source: null,
  } as const;
  return { begin, steps: [], end: { type: 'end', at: 0, outcome, fingerprint, why: null } };
}

interface Parts {
  readonly undoes: number | null;
  readonly outcome: 'done' | 'rolled-back';
}

const made = entry(1, {
  'eth0 in blue: ifindex': '5',
  'eth0 in blue: mtu': '1500',
  'namespace blue': '1 of 2',
  'namespace blue: links': 'eth0',
});
const again = {
  'eth0 in blue: ifindex': '9',
  'eth0 in blue: mtu': '1400',
  'namespace blue': '3 of 4',
  'namespace blue: links': 'x',
  'lo: up': 'true',
};

describe('what an entry made', () => {
  const present = (...entries: readonly Entry[]) => presentFingerprint(made, journalItems([made, ...entries]));

  it('is what a later undo has made again, and no more than that is taken for granted', () => {
    expect(present(entry(2, {}), entry(3, again, { undoes: 2 }))).toEqual({
      ...made.end?.fingerprint,
      'eth0 in blue: ifindex': '9',
      'namespace blue': '3 of 4',
    });
  });

  it('is what a rollback has made again', () => {
    expect(present(entry(2, again, { outcome: 'rolled-back' }))['eth0 in blue: ifindex']).toBe('9');
  });

  it.each<[string, readonly Entry[]]>([
    ['nothing came later', []],
    ['something else was done', [entry(2, again)]],
    ['an undo was itself undone', [entry(2, {}), entry(3, again, { undoes: 2 }), entry(4, {}, { undoes: 3 })]],
  ])('is what it was where %s', (_, entries) => {
    expect(present(...entries)).toEqual(made.end?.fingerprint);
  });
});
