/**
 * Function names from /proc/kallsyms. The file has 120,000 lines and more, of which a few are wanted: it is searched as bytes, in
 * one buffer, and only what is found becomes text.
 */
import { open } from 'node:fs/promises';
import { errnoOf } from '../core/errors.js';
import { sanitise } from '../core/text.js';

const KALLSYMS = '/proc/kallsyms';
const HEX_DIGITS = 16;
/** `ffffffff81dbb6f0 t veth_xmit\t[veth]` */
const TYPE_AT = HEX_DIGITS + 1;
const NAME_AT = HEX_DIGITS + 3;
const CHUNK_BYTES = 1 << 18;
const NEWLINE = 0x0a;
const TAB = 0x09;
/** Text symbols: global, local, weak (nm(1)). */
const TEXT: ReadonlySet<number> = new Set(Buffer.from('TtWw'));

/** Pieces of the file, of any size; each valid until the next is asked for. */
export type Pieces = AsyncIterable<Buffer>;

/**
 * Names of the functions that hold these addresses: the last text symbol at or before each. Addresses that no symbol covers,
 * and all of them where the kernel hides its addresses (kptr_restrict), are left out.
 */
export async function resolveFunctions(
  addresses: readonly bigint[],
  pieces: Pieces = readPieces(),
): Promise<ReadonlyMap<bigint, string>> {
  const search = new AddressSearch(addresses);
  await eachTextSymbol(pieces, (buffer, start, end) => search.offer(buffer, start, end));
  return search.found();
}

/** Which of these names the kernel has as functions. */
export async function findSymbols(names: readonly string[], pieces: Pieces = readPieces()): Promise<ReadonlySet<string>> {
  const wanted = names.map(name => ({ name, bytes: Buffer.from(name) }));
  const found = new Set<string>();
  await eachTextSymbol(pieces, (buffer, start, end) => {
    const from = start + NAME_AT;
    const length = nameEnd(buffer, from, end) - from;
    for (const { name, bytes } of wanted) {
      if (bytes.length === length && bytes.compare(buffer, from, from + length) === 0) found.add(name);
    }
  });
  return found;
}

/** `veth_xmit.cold`, `foo.isra.0`, `bar.part.3`: parts that the compiler split off, under the name in the source. */
export function baseName(symbol: string): string {
  const dot = symbol.indexOf('.');
  return dot > 0 ? symbol.slice(0, dot) : symbol;
}

interface Candidate {
  readonly high: number;
  readonly low: number;
  readonly name: string;
}

/** An address is compared as two numbers of 32 bits: a bigint for each of 120,000 lines would cost more than the search. */
class AddressSearch {
  readonly #wanted: readonly { readonly address: bigint; readonly high: number; readonly low: number }[];
  /** For each wanted address the nearest symbol found between the wanted one before it and itself. */
  readonly #best: (Candidate | null)[];

  constructor(addresses: readonly bigint[]) {
    const unique = [...new Set(addresses.map(address => BigInt.asUintN(64, address)))].sort((x, y) => (x < y ? -1 : 1));
    this.#wanted = unique.map(address => ({ address, high: Number(address >> 32n), low: Number(address & 0xffffffffn) }));
    this.#best = unique.map(() => null);
  }

  offer(buffer: Buffer, start: number, end: number): void {
    const high = hexAt(buffer, start);
    const low = hexAt(buffer, start + 8);
    const index = this.#firstAtOrAfter(high, low);
    if (index === this.#wanted.length) return;
    const best = this.#best[index] ?? null;
    if (best !== null && (high < best.high || (high === best.high && low < best.low))) return;
    const from = start + NAME_AT;
    this.#best[index] = { high, low, name: buffer.toString('latin1', from, nameEnd(buffer, from, end)) };
  }

  found(): ReadonlyMap<bigint, string> {
    const names = new Map<bigint, string>();
    let nearest: Candidate | null = null;
    for (const [index, { address }] of this.#wanted.entries()) {
      nearest = this.#best[index] ?? nearest;
      // Address 0: hidden.
      if (nearest !== null && (nearest.high !== 0 || nearest.low !== 0)) names.set(address, sanitise(baseName(nearest.name)));
    }
    return names;
  }

  #firstAtOrAfter(high: number, low: number): number {
    let from = 0;
    let to = this.#wanted.length;
    while (from < to) {
      const middle = (from + to) >> 1;
      const wanted = this.#wanted[middle];
      if (wanted !== undefined && (wanted.high < high || (wanted.high === high && wanted.low < low))) from = middle + 1;
      else to = middle;
    }
    return from;
  }
}

/** Eight hexadecimal digits. */
function hexAt(buffer: Buffer, start: number): number {
  let value = 0;
  for (let at = start; at < start + 8; at++) {
    const byte = buffer[at] ?? 0;
    value = value * 16 + (byte <= 0x39 ? byte - 0x30 : (byte | 0x20) - 0x57);
  }
  return value;
}

function nameEnd(buffer: Buffer, start: number, end: number): number {
  const tab = buffer.indexOf(TAB, start);
  return tab === -1 || tab > end ? end : tab;
}

/** Calls `visit` for the line of each text symbol: `start`…`end` of `buffer`. */
async function eachTextSymbol(pieces: Pieces, visit: (buffer: Buffer, start: number, end: number) => void): Promise<void> {
  /** The begin of a line whose end is in the next piece, and that next piece. */
  let rest = Buffer.alloc(0);
  for await (const piece of pieces) {
    const buffer = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
    let start = 0;
    for (let end = buffer.indexOf(NEWLINE); end !== -1; end = buffer.indexOf(NEWLINE, start)) {
      if (end - start > NAME_AT && TEXT.has(buffer[start + TYPE_AT] ?? 0)) visit(buffer, start, end);
      start = end + 1;
    }
    rest = Buffer.from(buffer.subarray(start));
  }
}

async function* readPieces(): AsyncGenerator<Buffer> {
  try {
    await using file = await open(KALLSYMS);
    const buffer = Buffer.allocUnsafeSlow(CHUNK_BYTES);
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } catch (thrown) {
    // Hidden by the container: names stay addresses.
    if (errnoOf(thrown) === undefined) throw thrown;
  }
}
