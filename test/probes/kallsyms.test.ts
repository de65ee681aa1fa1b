import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { baseName, findSymbols, resolveFunctions } from '../../src/probes/kallsyms.js';

/** The lines as a file gives them: in pieces of any size, in one buffer that is used again. */
async function* file(lines: readonly string[], pieceBytes = 7): AsyncGenerator<Buffer> {
  const text = Buffer.from(lines.map(line => `${line}\n`).join(''));
  const buffer = Buffer.alloc(pieceBytes);
  for (let at = 0; at < text.length; at += pieceBytes) yield buffer.subarray(0, text.copy(buffer, 0, at, at + pieceBytes));
}

const line = (address: bigint, type: string, name: string): string => `${address.toString(16).padStart(16, '0')} ${type} ${name}`;

describe('resolveFunctions', () => {
  it('finds the function that holds an address, past data, in any order', async () => {
    const lines = [
      line(0xffffffff81000000n, 'T', 'first'),
      line(0xffffffffc0000100n, 't', 'veth_xmit.cold\t[veth]'),
      line(0xffffffff81000200n, 't', 'second'),
      line(0xffffffff81000210n, 'd', 'some_data'),
    ];
    const wanted = [0xffffffff81000000n, 0xffffffff810001ffn, 0xffffffff81000220n, 0xffffffffc0000105n, 0x10n];
    expect([...(await resolveFunctions(wanted, file(lines)))]).toEqual([
      [0xffffffff81000000n, 'first'],
      [0xffffffff810001ffn, 'first'],
      [0xffffffff81000220n, 'second'],
      [0xffffffffc0000105n, 'veth_xmit'],
    ]);
  });

  it('finds nothing where the kernel hides its addresses', async () => {
    expect((await resolveFunctions([0xffffffff81000000n], file([line(0n, 'T', 'first'), line(0n, 't', 'second')]))).size).toBe(0);
  });

  it('agrees with a search of the whole list', async () => {
    const address = fc.bigInt(1n, (1n << 64n) - 1n);
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(address, { minLength: 1 }),
        fc.array(address),
        fc.integer({ min: 1, max: 200 }),
        async (symbols, wanted, pieceBytes) => {
          const found = await resolveFunctions(
            wanted,
            file(
              symbols.map(symbol => line(symbol, 't', `f${symbol}`)),
              pieceBytes,
            ),
          );
          for (const one of wanted) {
            const before = symbols.filter(symbol => symbol <= one).sort((a, b) => (a < b ? 1 : -1))[0];
            expect(found.get(one)).toBe(before === undefined ? undefined : `f${before}`);
          }
        },
      ),
    );
  });

  it("finds functions in the running kernel's list", async () => {
    expect([...(await findSymbols(['schedule', 'no_such_function_here', 'jiffies']))]).toEqual(['schedule']);
  });
});

describe('baseName', () => {
  it.each([
    ['veth_xmit.cold', 'veth_xmit'],
    ['foo.isra.0', 'foo'],
    ['.hidden', '.hidden'],
  ])('%s', (symbol, name) => {
    expect(baseName(symbol)).toBe(name);
  });
});
