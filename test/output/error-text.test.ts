import { expect, it } from 'vitest';
import { VethtopError } from '../../src/core/errors.js';
import { formatError } from '../../src/output/error-text.js';

it('says what failed, why, and what to do next', () => {
  const error = new VethtopError({
    code: 'not-found',
    what: 'there is no link ethO',
    why: 'no namespace has one',
    next: 'did you mean eth0?',
  });
  expect(formatError(error)).toBe('vethtop: there is no link ethO: no namespace has one\n  → did you mean eth0?\n');
});

it('leaves out what it does not know', () => {
  expect(formatError(new VethtopError({ code: 'failure', what: 'it failed' }))).toBe('vethtop: it failed\n');
});

it('keeps line breaks of other programs’ words, indented, and nothing else of theirs', () => {
  expect(formatError(new VethtopError({ code: 'probe', what: 'bpftrace ended', why: 'one\r\n\x1b[31mtwo' }))).toBe(
    'vethtop: bpftrace ended: one\n  \\x1b[31mtwo\n',
  );
});
