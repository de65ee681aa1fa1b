import { expect, it } from 'vitest';
import { Gaps } from '../../src/inventory/gaps.js';

const FDS = { source: '/proc/<pid>/fd', why: 'refused' };
const MOUNTS = { source: '/proc/self/mountinfo', why: 'gone' };

it('names each gap once, though two scans found it', () => {
  const gaps = new Gaps();
  gaps.scanned('processes', [MOUNTS]);
  gaps.scanned('deep', [MOUNTS, FDS]);
  expect(gaps.all()).toEqual([MOUNTS, FDS]);
});

it('forgets what a later scan of the level no longer finds, and says whether that is news', () => {
  const gaps = new Gaps();
  expect([gaps.scanned('deep', []), gaps.scanned('deep', [FDS]), gaps.scanned('deep', [FDS]), gaps.scanned('deep', [])]).toEqual([
    false,
    true,
    false,
    true,
  ]);
  expect(gaps.all()).toEqual([]);
});

it('keeps lasting ones when everything is read again', () => {
  const gaps = new Gaps();
  gaps.lasting(MOUNTS);
  gaps.whileReading(FDS);
  expect(gaps.all()).toEqual([MOUNTS, FDS]);
  gaps.readAgain();
  expect(gaps.all()).toEqual([MOUNTS]);
});
