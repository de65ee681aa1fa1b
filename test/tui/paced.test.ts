import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { paced } from '../../src/tui/paced.js';

describe('a paced task', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('runs at once when it was quiet, and once more for all that comes in the pause', () => {
    const task = vi.fn();
    const { call } = paced(task, 200);
    call();
    expect(task).toHaveBeenCalledTimes(1);
    for (let count = 0; count < 10; count++) call();
    vi.advanceTimersByTime(199);
    expect(task).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(1);
    expect(task).toHaveBeenCalledTimes(2);
    vi.advanceTimersByTime(1000);
    expect(task).toHaveBeenCalledTimes(2);
    call();
    expect(task).toHaveBeenCalledTimes(3);
  });

  it('is no longer run once it was stopped', () => {
    const task = vi.fn();
    const { call, stop } = paced(task, 200);
    call();
    call();
    stop();
    vi.advanceTimersByTime(1000);
    expect(task).toHaveBeenCalledTimes(1);
  });
});
