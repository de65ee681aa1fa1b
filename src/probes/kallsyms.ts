/** Function names from /proc/kallsyms. The file is read as a stream: it has 120,000 lines and more, of which a few are wanted. */
import { createReadStream } from 'node:fs';
import { errnoOf } from '../core/errors.js';
import { sanitise } from '../core/text.js';

const KALLSYMS = '/proc/kallsyms';
/** Text symbols: global, local, weak (nm(1)). */
const TEXT = new Set(['T', 't', 'W', 'w']);
const HEX_DIGITS = 16;

/**
 * Names of the functions that hold these addresses: the last text symbol at or before each. Addresses that no symbol covers,
 * and all of them where the kernel hides its addresses (kptr_restrict), are left out.
 */
export async function resolveFunctions(
  addresses: readonly bigint[],
  batches: AsyncIterable<readonly string[]> = readLines(),
): Promise<ReadonlyMap<bigint, string>> {
  const search = new AddressSearch(addresses);
  for await (const lines of batches) for (const line of lines) search.offer(line);
  return search.found();
}

/** Which of these names the kernel has as functions. */
export async function findSymbols(
  names: readonly string[],
  batches: AsyncIterable<readonly string[]> = readLines(),
): Promise<ReadonlySet<string>> {
  const wanted = new Set(names);
  const found = new Set<string>();
  for await (const lines of batches) {
    for (const line of lines) {
      if (!TEXT.has(line.charAt(HEX_DIGITS + 1))) continue;
      const name = symbolOf(line);
      if (wanted.has(name)) found.add(name);
    }
  }
  return found;
}

/** `veth_xmit.cold`, `foo.isra.0`, `bar.part.3`: parts that the compiler split off, under the name in the source. */
export function baseName(symbol: string): string {
  const dot = symbol.indexOf('.');
  return dot > 0 ? symbol.slice(0, dot) : symbol;
}

/** Fixed-width hex sorts as the numbers do, so no line costs a conversion. */
class AddressSearch {
  readonly #wanted: readonly string[];
  /** For each wanted address the nearest symbol found between the wanted one before it and itself. */
  readonly #best: { address: string; name: string }[];

  constructor(addresses: readonly bigint[]) {
    this.#wanted = [...new Set(addresses.map(toHex))].sort();
    this.#best = this.#wanted.map(() => ({ address: '', name: '' }));
  }

  offer(line: string): void {
    if (!TEXT.has(line.charAt(HEX_DIGITS + 1))) return;
    const address = line.slice(0, HEX_DIGITS);
    const best = this.#best[this.#firstAtOrAfter(address)];
    if (best === undefined || address < best.address) return;
    best.address = address;
    best.name = symbolOf(line);
  }

  found(): ReadonlyMap<bigint, string> {
    const names = new Map<bigint, string>();
    let nearest = { address: '', name: '' };
    this.#wanted.forEach((wanted, index) => {
      const own = this.#best[index];
      if (own !== undefined && own.name !== '') nearest = own;
      if (nearest.name !== '' && /[1-9a-f]/.test(nearest.address))
        names.set(BigInt(`0x${wanted}`), sanitise(baseName(nearest.name)));
    });
    return names;
  }

  #firstAtOrAfter(address: string): number {
    let low = 0;
    let high = this.#wanted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#wanted[middle] ?? '') < address) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function toHex(address: bigint): string {
  return BigInt.asUintN(64, address).toString(16).padStart(HEX_DIGITS, '0');
}

/** `ffffffff81dbb6f0 t veth_xmit\t[veth]` → `veth_xmit`. */
function symbolOf(line: string): string {
  const end = line.indexOf('\t', HEX_DIGITS);
  return line.slice(HEX_DIGITS + 3, end === -1 ? undefined : end);
}

/** In batches: one promise per line would cost more than the search. */
async function* readLines(): AsyncGenerator<readonly string[]> {
  let rest = '';
  try {
    for await (const chunk of createReadStream(KALLSYMS, { encoding: 'latin1', highWaterMark: 1 << 18 })) {
      const lines = (rest + String(chunk)).split('\n');
      rest = lines.pop() ?? '';
      yield lines;
    }
  } catch (thrown) {
    // Hidden by the container: names stay addresses.
    if (errnoOf(thrown) === undefined) throw thrown;
  }
}
