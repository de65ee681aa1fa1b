import { expect, test } from 'vitest';
import { findingsAbout, findingsOf } from '../../src/view/findings.js';
import { busyHost, liveOf } from './fixtures.js';

test('the first picture does not wait for the doctor', () => {
  expect(findingsOf(busyHost({ frame: false }))).toBeNull();
});

test('the host is examined anew when its structure changes, not when counters move', () => {
  const live = busyHost();
  const first = findingsOf(live);
  expect(first?.length).toBeGreaterThan(0);
  const later = busyHost({ tick: 1 });
  expect(findingsOf({ ...later, inventory: { ...live.inventory, links: new Map(live.inventory.links) } })).toBe(first);
  expect(findingsOf(later)).not.toBe(first);
});

test('however often the structure changes, once a report', () => {
  const live = busyHost();
  const first = findingsOf(live);
  expect(findingsOf({ ...busyHost(), frame: live.frame })).toBe(first);
});

test('a pair has the findings about it and its ends', () => {
  const live = busyHost();
  const down = live.inventory.pairs.find(({ a }) => a.name === 'veth-down');
  expect(findingsAbout(live, down?.id ?? '').map(({ rule }) => rule)).toEqual(['end-down']);
  expect(findingsAbout(live, 'no such pair')).toEqual([]);
});

test('a host with very many pairs is examined less often', () => {
  const pairs = Array.from({ length: 400 }, (_, index) => ({ a: `veth${index}`, b: 'eth0', placeB: `pod-${index}` }));
  const after = (delayMs: number) => {
    const live = liveOf({ pairs });
    return live.frame === null ? live : { ...live, frame: { ...live.frame, at: live.frame.at + delayMs } };
  };
  const first = findingsOf(after(0));
  expect(findingsOf(after(1000))).toBe(first);
  expect(findingsOf(after(1999))).toBe(first);
  expect(findingsOf(after(2000))).not.toBe(first);
});
