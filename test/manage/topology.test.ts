import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VethtopError } from '../../src/core/errors.js';
import { parseTopology, readTopology } from '../../src/manage/topology.js';
import { ROOT } from '../support/paths.js';

const LABS = join(ROOT, 'labs');

async function whyOf(text: string): Promise<string> {
  try {
    await parseTopology(text, 'f.yaml');
  } catch (error) {
    if (error instanceof VethtopError && error.code === 'malformed') return error.why ?? '';
    throw error;
  }
  throw new Error('the text was accepted');
}

const TWO = `title: two
namespaces:
  - name: a
  - name: b
pairs:
  - a: { name: x, namespace: a }
    b: { name: y, namespace: b }
`;

describe('parseTopology', () => {
  it('fills in what is left out', async () => {
    const { pairs, bridges } = await parseTopology(TWO, 'f.yaml');
    expect(pairs).toEqual([
      { a: { name: 'x', namespace: 'a', addresses: [], up: true }, b: { name: 'y', namespace: 'b', addresses: [], up: true } },
    ]);
    expect(bridges).toEqual([]);
  });

  it.each([
    ['broken YAML', 'title: [', /^\nf\.yaml:1:\d+: /],
    ['a key twice', 'title: a\ntitle: b\n', /f\.yaml:2:1: Map keys must be unique/],
    ['no title', 'namespaces: []\n', /f\.yaml:1:1: title: it is missing/],
    ['nothing at all', '', /f\.yaml:1:1: /],
    ['an unknown key', 'title: t\nbridge: []\n', /f\.yaml:2:9: bridge: there is no such key/],
    ['a wrong type', 'title: t\nnamespaces:\n  - name: 12\n', /f\.yaml:3:11: namespaces\[0\]\.name: .*string/],
    [
      'a name too long',
      TWO.replace('name: y', 'name: sixteen-bytes-16'),
      /f\.yaml:7:16: pairs\[0\]\.b\.name: "sixteen.*15 is the most/,
    ],
    [
      'a bad address',
      TWO.replace('namespace: b }', 'namespace: b, addresses: [10.0.0.1] }'),
      /f\.yaml:7:45: .*10\.254\.1\.1\/24/,
    ],
    [
      'IPv6 on a small MTU',
      TWO.replace('namespace: b }', 'namespace: b, mtu: 1279, addresses: ["fd00::1/64"] }'),
      /f\.yaml:7:56: pairs\[0\]\.b\.addresses\[0\]: an MTU of 1279 is too small/,
    ],
    [
      'IPv6 on a bridge with a small port',
      TWO.replace('namespace: b }', 'namespace: b, mtu: 1000 }').replace(
        'pairs:',
        'bridges: [{ name: br, namespace: b, ports: [y], addresses: [10.0.0.1/24, "fd00::1/64"] }]\npairs:',
      ),
      /bridges\[0\]\.addresses\[1\]: an MTU of 1000 is too small/,
    ],
    ['a bad MTU', TWO.replace('namespace: b }', 'namespace: b, mtu: 67 }'), /f\.yaml:7:38: .*at least 68/],
    [
      'a namespace twice',
      TWO.replace('name: b\n', 'name: a\n'),
      /f\.yaml:4:11: namespaces\[1\]\.name: namespace a is there twice/,
    ],
    ['an unknown namespace', `${TWO}routes:\n  - { namespace: c, to: default, dev: y }\n`, /f\.yaml:9:18: .*c is not under/],
    ['a link twice', `${TWO}bridges:\n  - { name: x, namespace: a }\n`, /f\.yaml:6:16: .*link x in a is there twice/],
    ['a port that is no end', `${TWO}bridges:\n  - { name: br0, namespace: a, ports: [y] }\n`, /f\.yaml:9:40: .*no end y in a/],
    ['a route to nowhere', `${TWO}routes:\n  - { namespace: a, to: default }\n`, /f\.yaml:9:5: .*needs `via` or `dev`/],
    [
      'traffic of an unknown kind',
      `${TWO}traffic:\n  - { kind: sctp, from: a, to: 10.0.0.1 }\n`,
      /f\.yaml:9:13: traffic\[0\]\.kind: /,
    ],
    [
      'a sysctl beyond the namespace',
      `${TWO}sysctls:\n  - { namespace: a, key: kernel.panic, value: 1 }\n`,
      /f\.yaml:9:26: .*net\.\*/,
    ],
  ])('points at %s', async (_, text, expected) => {
    expect(await whyOf(text)).toMatch(expected);
  });

  it('tells several problems at once, but not hundreds', async () => {
    const why = await whyOf(`title: t\nnamespaces:\n${'  - name: a/b\n'.repeat(100)}`);
    expect(why.trim().split('\n')).toHaveLength(6);
    expect(why).toContain('and 95 more');
  });

  it('does not expand aliases without end', async () => {
    const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]'];
    for (let level = 1; level < 9; level++) {
      const [name, last] = [String.fromCharCode(97 + level), String.fromCharCode(96 + level)];
      bomb.push(`${name}: &${name} [${Array(9).fill(`*${last}`).join(', ')}]`);
    }
    expect(await whyOf(bomb.join('\n'))).toContain('alias');
  });

  it('answers any text with a topology or with a position, and steers no terminal', async () => {
    const text = readFileSync(join(LABS, 'bridge.yaml'), 'utf8');
    const mutation = fc.record({ at: fc.nat(text.length), cut: fc.nat(8), insert: fc.string({ unit: 'binary', maxLength: 8 }) });
    await fc.assert(
      fc.asyncProperty(mutation, async ({ at, cut, insert }) => {
        try {
          await parseTopology(text.slice(0, at) + insert + text.slice(at + cut), 'f.yaml');
        } catch (error) {
          if (!(error instanceof VethtopError)) throw error;
          expect(error.why).toMatch(/^\nf\.yaml:\d+:\d+: /);
          expect(error.why).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('readTopology', () => {
  it('says when there is no such file', async () => {
    await expect(readTopology('/nonexistent.yaml')).rejects.toMatchObject({ code: 'not-found' });
  });

  it.each(readdirSync(LABS))('accepts the built-in lab %s, which keeps to its own namespaces', async file => {
    const { namespaces, bridges, pairs, routes } = await readTopology(join(LABS, file));
    expect(namespaces.filter(({ name }) => !name.startsWith('lab-'))).toEqual([]);
    for (const { namespace } of [...bridges, ...routes, ...pairs.flatMap(({ a, b }) => [a, b])])
      expect(namespace).toMatch(/^lab-/);
  });
});
