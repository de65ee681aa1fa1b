import { expect, test } from 'vitest';
import { eventLine } from '../../src/view/events.js';
import { plainText } from '../../src/view/line.js';

test.each([
  ['pair-added', '+ pair a@host ⇄ b@red', '+ pair a@host ⇄ b@red'],
  ['pair-added', 'pair a@host', '+ pair a@host'],
  ['warning', '! the probe restarted', '! the probe restarted'],
  ['link-changed', 'eth0@red is down', '~ eth0@red is down'],
] as const)('an event has its sign once: %s, %s', (kind, text, wanted) => {
  expect(plainText(eventLine({ at: 0, kind, text })).slice(10)).toBe(wanted);
});
