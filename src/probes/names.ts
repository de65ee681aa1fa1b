/** Names for the numbers in drops: reasons and functions, looked up when they first show, then kept. */
import { readdir, readFile } from 'node:fs/promises';
import { errnoOf, VethtopError } from '../core/errors.js';
import { type BtfEnum, readEnums } from './btf.js';
import { resolveFunctions } from './kallsyms.js';
import { isReasonEnum, parseReasons, reasonsOf, unnamedReason } from './reasons.js';
import type { RawDrop } from './tally.js';

const BTF = '/sys/kernel/btf';

export class Names {
  readonly #reasons: Map<number, string>;
  readonly #functions = new Map<bigint, string>();

  /** @param dropFormat the format of skb:kfree_skb. */
  constructor(dropFormat: string) {
    this.#reasons = new Map(parseReasons(dropFormat));
  }

  knows(drops: readonly RawDrop[]): boolean {
    return drops.every(({ kind: { reason, location } }) => this.#reasons.has(reason) && this.#functions.has(location));
  }

  reason(reason: number): string {
    return this.#reasons.get(reason) ?? unnamedReason(reason);
  }

  function(location: bigint): string {
    return this.#functions.get(location) ?? addressText(location);
  }

  /** Looks up what is not known yet. What the kernel does not name is remembered as such. */
  async learn(drops: readonly RawDrop[]): Promise<void> {
    const locations = [...new Set(drops.map(({ kind }) => kind.location))].filter(location => !this.#functions.has(location));
    if (locations.length > 0) {
      const found = await resolveFunctions(locations);
      for (const location of locations) this.#functions.set(location, found.get(location) ?? addressText(location));
    }
    const reasons = [...new Set(drops.map(({ kind }) => kind.reason))].filter(reason => !this.#reasons.has(reason));
    if (reasons.length > 0) {
      const found = reasonsOf(await readReasonEnums());
      for (const reason of reasons) this.#reasons.set(reason, found.get(reason) ?? unnamedReason(reason));
    }
  }
}

/** Enums of drop reasons, of the kernel and of its modules. A kernel without BTF has none to read. */
async function readReasonEnums(): Promise<readonly BtfEnum[]> {
  const kernel = await readBlob('vmlinux');
  if (kernel === null) return [];
  const enums = [...enumsIn(kernel, null)];
  for (const module of (await readdir(BTF)).filter(name => name !== 'vmlinux')) {
    const blob = await readBlob(module);
    if (blob !== null) enums.push(...enumsIn(blob, kernel));
  }
  return enums;
}

/** BTF of a newer form than is known here names nothing; drops are then shown by number. */
function enumsIn(blob: Buffer, base: Buffer | null): readonly BtfEnum[] {
  try {
    return readEnums(blob, isReasonEnum, base);
  } catch (thrown) {
    if (thrown instanceof VethtopError && thrown.code === 'malformed') return [];
    throw thrown;
  }
}

async function readBlob(name: string): Promise<Buffer | null> {
  try {
    return await readFile(`${BTF}/${name}`);
  } catch (thrown) {
    if (errnoOf(thrown) === undefined) throw thrown;
    return null;
  }
}

function addressText(location: bigint): string {
  return `0x${location.toString(16)}`;
}
