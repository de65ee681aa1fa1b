import { describe, expect, it } from 'vitest';
import { Backoff } from '../../src/probes/backoff.js';

function waits(lives: readonly number[]): readonly number[] {
  const backoff = new Backoff();
  return lives.map(livedMs => backoff.nextMs(livedMs));
}

describe('Backoff', () => {
  it('waits longer for what dies at once, up to a limit', () => {
    expect(waits([0, 0, 0, 0, 0, 0, 0, 0])).toEqual([250, 500, 1000, 2000, 4000, 8000, 10_000, 10_000]);
  });

  it('does not punish what counted for a while before somebody killed it', () => {
    expect(waits([5000, 5000, 5000, 5000])).toEqual([250, 250, 250, 250]);
  });

  it('forgets after a long life', () => {
    expect(waits([0, 0, 0, 0, 0, 0, 0, 30_000, 0])).toEqual([250, 500, 1000, 2000, 4000, 8000, 10_000, 250, 500]);
  });
});
