import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diagnose } from '../../src/doctor/engine.js';
import { SEVERITIES } from '../../src/doctor/model.js';
import { doctorDocument, doctorText, wrapped } from '../../src/doctor/report.js';
import { selectFindings } from '../../src/doctor/select.js';
import { share, subnetOf } from '../../src/doctor/subnets.js';
import { inventoryOf } from '../view/fixtures.js';
import { HEALTHY, healthyBut, hostOf } from './hosts.js';

const SICK = healthyBut({
  'v1@host': { addresses: ['10.9.0.1/24'] },
  'd1@two': { mtu: 1400 },
  'lo@one': { up: false },
});

describe('the engine', () => {
  test('puts errors first', () => {
    const order = diagnose(SICK).map(({ severity }) => SEVERITIES.indexOf(severity));
    expect(order).toEqual(order.toSorted((x, y) => x - y));
    expect(new Set(order).size).toBe(3);
  });

  test('gives each finding an id of its own, the same the next time', () => {
    const ids = diagnose(SICK).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(diagnose(SICK).map(({ id }) => id)).toEqual(ids);
  });

  test('takes any names and any half-known host', () => {
    const name = fc.string({ unit: 'binary', maxLength: 20 });
    const spec = fc.record({ a: name, b: fc.option(name), master: name, placeB: name, down: fc.boolean(), hidden: fc.boolean() });
    fc.assert(
      fc.property(fc.array(spec, { maxLength: 10 }), pairs => {
        const inventory = inventoryOf({ pairs });
        const text = doctorText(diagnose(inventory), { width: 80, color: false, ascii: false });
        expect(text).not.toMatch(/[\p{Cf}\p{Cs}]|(?!\n)\p{Cc}/u);
      }),
    );
  });
});

describe('what was asked about', () => {
  const findings = diagnose(SICK);
  const rules = (...words: readonly string[]) => selectFindings(findings, SICK, words).map(({ rule }) => rule);

  test('a link, its other end, its bridge, a namespace; nothing asked: everything', () => {
    expect(rules('v1')).toEqual(['address-on-port']);
    expect(rules('eth0@one')).toEqual(['address-on-port']);
    expect(rules('br0')).toEqual(['address-on-port']);
    expect(rules('d0@host')).toEqual(['mtu']);
    expect(rules('one')).toEqual(['address-on-port', 'loopback-down']);
    expect(rules('v2')).toEqual([]);
    expect(rules('v1', 'd0')).toEqual(['address-on-port', 'mtu']);
    expect(rules()).toHaveLength(findings.length);
  });

  test('a word that names nothing is refused, with near ones', () => {
    expect(() => rules('br1')).toThrow(/there is no link, namespace or bridge br1[\s\S]*did you mean br0/);
  });
});

test('the document has what the design fixes', () => {
  expect(doctorDocument(SICK, 0, diagnose(SICK)).findings[0]).toMatchObject({
    rule: 'address-on-port',
    severity: 'error',
    subject: 'v1@host',
    summary: expect.any(String),
    evidence: expect.arrayContaining([{ what: 'master', value: 'br0@host' }]),
    fix: expect.arrayContaining(['ip addr del 10.9.0.1/24 dev v1']),
  });
  expect(doctorDocument(hostOf(HEALTHY), 0, [])).toMatchObject({ schemaVersion: 1, findings: [], partial: [] });
});

test('subnets are shared both ways or not at all', () => {
  const shared = (x: string, y: string) => {
    const [a, b] = [subnetOf(x), subnetOf(y)];
    return a !== null && b !== null && share(a, b);
  };
  expect(shared('10.0.0.1/24', '10.0.0.200/25')).toBe(false);
  expect(shared('10.0.0.1/24', '10.0.0.20/25')).toBe(true);
  expect(shared('fd00::1/64', 'fd00::ffff/64')).toBe(true);
  expect(shared('10.0.0.1/24', 'fd00::1/64')).toBe(false);
  expect(subnetOf('nonsense')).toBeNull();
});

test('text breaks between words and loses none', () => {
  fc.assert(
    fc.property(
      fc.array(fc.stringMatching(/^[a-z]{1,30}$/), { minLength: 1, maxLength: 20 }),
      fc.integer({ min: 5, max: 60 }),
      (words, cells) => {
        const lines = wrapped(words.join(' '), cells);
        expect(lines.join(' ')).toBe(words.join(' '));
        for (const line of lines) expect(line.length <= cells || !line.includes(' ')).toBe(true);
      },
    ),
  );
});
