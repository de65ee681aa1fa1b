import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyNumber, LineDecoder, type ProbeEvent } from '../../src/probes/decode.js';

const FIXTURES = new URL('./fixtures/', import.meta.url);
const recordings = readdirSync(FIXTURES).filter(name => name.endsWith('.json'));

function recording(name: string): string {
  return readFileSync(new URL(name, FIXTURES), 'utf8');
}

function decode(...chunks: readonly string[]): readonly ProbeEvent[] {
  const decoder = new LineDecoder();
  return [...chunks.flatMap(chunk => decoder.push(chunk)), ...decoder.end()];
}

describe('LineDecoder', () => {
  it.each(['0.17', '0.23', '0.27'])('reads keys and values as bpftrace %s prints them', version => {
    const events = decode(recording(`v${version}-14-portable.json`));
    expect(events).toContainEqual({ type: 'attached', probes: 3 });
    expect(events.filter(event => event.type === 'rubbish')).toEqual([]);
    const map = events.find(event => event.type === 'map' && event.name === '@pkts');
    expect(map).toMatchObject({
      entries: expect.arrayContaining([{ key: 'el-a,1141,4026531833', value: 170n }]),
    });
  });

  it.each(recordings)('finds no rubbish in %s', name => {
    // 08-lost is cut off in the middle of a line.
    const events = decode(recording(name).split('\n').slice(0, -1).join('\n'));
    expect(events.filter(event => event.type === 'rubbish')).toEqual([]);
    expect(events.length).toBeGreaterThan(0);
  });

  it.each(['0.17', '0.23', '0.27'])('adds up what bpftrace %s says it lost', version => {
    expect(decode(recording(`v${version}-08-lost.json`)).some(event => event.type === 'lost' && event.events > 0)).toBe(true);
  });

  it('reads the markers of frame.bt', () => {
    const text =
      '{"type": "printf", "data": "start 1889365447650\\n"}\n\n{"type": "printf", "data": "frame 18446744073709551615\\n"}\n';
    expect(decode(text)).toEqual([{ type: 'start' }, { type: 'frame', nsecs: 18446744073709551615n }]);
  });

  it('keeps integers beyond 2^53 exact, signed or not', () => {
    expect(decode('{"type": "map", "data": {"@x": {"1,2": 73519119886266688, "3,4": -9223372036854775807, "5,6": 7}}}')).toEqual([
      {
        type: 'map',
        name: '@x',
        entries: [
          { key: '1,2', value: 73519119886266688n },
          { key: '3,4', value: -9223372036854775807n },
          { key: '5,6', value: 7n },
        ],
      },
    ]);
  });

  it.each([
    '{"type": "helper_error", "data": {"msg": "Argument list too long", "helper": "map_update_elem", "retcode": -7, "line": 3, "col": 1}}',
    '{"type": "helper_error", "msg": "Argument list too long", "helper": "map_update_elem", "retcode": -7, "line": 3, "col": 1}',
  ])('reads a helper that failed: %s', line => {
    expect(decode(line)).toEqual([{ type: 'helper-error', helper: 'map_update_elem', code: -7 }]);
  });

  it.each(['Attaching 3 probes...', '{"type": "map"', '[]', 'null', '{"type": 3}', '{"type": "map", "data": []}'])(
    'calls %s rubbish',
    line => {
      expect(decode(line)).toMatchObject([{ type: 'rubbish' }]);
    },
  );

  it('makes what it quotes harmless', () => {
    expect(decode('\u001b]0;x\u0007')).toEqual([{ type: 'rubbish', text: '\\x1b]0;x\\x07' }]);
  });

  it('gives up a line that is too long and goes on with the next', () => {
    const decoder = new LineDecoder(100);
    const events = ['x'.repeat(80), 'x'.repeat(80), 'x'.repeat(80), '\n{"type": "printf", "data": "start 1\\n"}\n'].flatMap(
      chunk => decoder.push(chunk),
    );
    expect(events.map(({ type }) => type)).toEqual(['rubbish', 'start']);
  });

  it('gives the same events however the text is cut', () => {
    fc.assert(
      fc.property(fc.constantFrom(...recordings), fc.array(fc.nat(4000), { maxLength: 12 }), (name, cuts) => {
        const text = recording(name);
        const edges = [0, ...cuts.map(cut => cut % (text.length + 1)).sort((one, other) => one - other), text.length];
        const chunks = edges.slice(1).map((edge, index) => text.slice(edges[index], edge));
        expect(decode(...chunks)).toEqual(decode(text));
      }),
    );
  });

  it('never throws', () => {
    const line = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.json(),
      fc
        .record({
          type: fc.constantFrom('map', 'printf', 'lost_events', 'attached_probes', 'helper_error', '__proto__', 'constructor'),
          data: fc.anything(),
        })
        .map(value => JSON.stringify(value, (_, part) => (typeof part === 'bigint' ? String(part) : part))),
    );
    fc.assert(
      fc.property(fc.array(line), lines => {
        for (const event of decode(lines.join('\n'))) expect(typeof event.type).toBe('string');
      }),
    );
  });
});

describe('keyNumber', () => {
  it.each([
    ['4026531833', 4026531833n],
    ['-2113038674', 0xffffffff820d96aen],
    ['0xffff888157a44b00', 0xffff888157a44b00n],
    ['18446612687835382272', 18446612687835382272n],
  ])('%s', (text, number) => {
    expect(keyNumber(text)).toBe(number);
  });

  it.each(['', 'el-a', '1.5', '0x', '1e3', ' 1', '99999999999999999999999'])('refuses "%s"', text => {
    expect(keyNumber(text)).toBeNull();
  });

  it('reads a 64-bit number in each of its forms', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, (1n << 64n) - 1n), number => {
        for (const text of [String(number), String(BigInt.asIntN(64, number)), `0x${number.toString(16)}`])
          expect(keyNumber(text)).toBe(number);
      }),
    );
  });
});
