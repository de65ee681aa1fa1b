import { expect, it } from 'vitest';
import { EXIT_STATUS, errnoOf, VethtopError } from '../../src/core/errors.js';

it('an error tells what, why and what to do, and has an exit status', () => {
  const error = new VethtopError({ code: 'not-found', what: 'there is no link x', why: 'none is called so', next: 'list all' });
  expect(error.message).toBe('there is no link x: none is called so\n  → list all');
  expect(error.exitStatus).toBe(4);
});

it('every status is one that the documentation has', () => {
  for (const status of Object.values(EXIT_STATUS)) expect([1, 2, 3, 4, 5]).toContain(status);
});

it('errno is read from system errors only', () => {
  expect(errnoOf(Object.assign(new Error('x'), { code: 'ENOENT' }))).toBe('ENOENT');
  expect(errnoOf(new Error('x'))).toBeUndefined();
  expect(errnoOf('ENOENT')).toBeUndefined();
});
