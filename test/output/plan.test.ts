import { describe, expect, it } from 'vitest';
import type { Proposal } from '../../src/manage/intents/proposal.js';
import { placeOf } from '../../src/manage/place.js';
import { setMtu, setUp } from '../../src/manage/steps/link.js';
import { addNamespace } from '../../src/manage/steps/namespace.js';
import { changeDocument } from '../../src/output/plan-json.js';
import { proposalLines, scriptText } from '../../src/output/plan-text.js';

const lo = { place: placeOf("it's"), link: 'lo' };
const proposal: Proposal = {
  plan: {
    title: 'try\n\u001b[31m',
    steps: [addNamespace("it's"), setUp(lo, true, null), { ...setMtu(lo, 1400, 1500), optional: 'no MTU' }],
  },
  effects: ['br0 loses its last port'],
  notes: ['a\nb'],
  problems: [{ what: 'it hurts', why: 'because', forcible: true }],
};

describe('a plan', () => {
  it('is a script of which all but the commands is a comment', () => {
    expect(scriptText(proposal)).toBe(
      [
        '# try\\x0a\\x1b[31m',
        '# also: br0 loses its last port',
        '# note: a\\x0ab',
        '# refused without --force: it hurts: because',
        '# a line that ends in `|| true` may fail: the rest is of use without it',
        String.raw`ip netns add 'it'\''s'`,
        String.raw`ip -n 'it'\''s' link set dev lo up`,
        String.raw`ip -n 'it'\''s' link set dev lo mtu 1400 || true`,
        '',
      ].join('\n'),
    );
    expect(scriptText({ plan: { title: 'x', steps: [] }, effects: [], notes: [], problems: [] })).toBe('# x\n# nothing to do\n');
  });

  it('is shown with what goes with it, and steers no terminal', () => {
    const lines = proposalLines(proposal);
    expect(lines).toContain('  - br0 loses its last port');
    expect(lines.join('')).not.toMatch(/[\n\u001b]/);
  });

  it('is a document', () => {
    expect(changeDocument(proposal, null)).toMatchObject({
      schemaVersion: 1,
      outcome: 'planned',
      id: null,
      plan: { steps: [{ undo: [String.raw`ip netns del 'it'\''s'`] }, { undo: [] }, { optional: 'no MTU' }] },
      problems: [{ what: 'it hurts', why: 'because', forcible: true }],
      skipped: [],
    });
    expect(changeDocument(proposal, { id: 7, outcome: { done: [], skipped: [] } })).toMatchObject({ outcome: 'done', id: 7 });
  });
});
