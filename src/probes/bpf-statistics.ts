/** The kernel's run statistics of BPF programs: switched on for as long as an fd is open, so the host's own setting stays as it is. */
import { closeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { reasonOf } from '../core/errors.js';

/** Number of bpf(2) by `process.arch`, <asm/unistd.h>. */
const SYS_BPF: ReadonlyMap<string, number> = new Map([
  ['x64', 321],
  ['arm64', 280],
  ['riscv64', 280],
  ['loong64', 280],
  ['arm', 386],
  ['ia32', 357],
]);
/** <linux/bpf.h>; since 5.8. */
const BPF_ENABLE_STATS = 32;
/** `type` of BPF_ENABLE_STATS is 0, BPF_STATS_RUN_TIME; what is not named must be 0. */
const ATTRIBUTES = Buffer.alloc(64);

export type BpfStatistics = { readonly kind: 'on'; off(): void } | { readonly kind: 'refused'; readonly why: string };

/** Never throws. Each run of each program on the host costs some 20 ns more while they are on. */
export function enableBpfStatistics(): BpfStatistics {
  const number = SYS_BPF.get(process.arch);
  if (number === undefined) return { kind: 'refused', why: `the number of bpf(2) on ${process.arch} is not known` };
  try {
    const koffi: typeof import('koffi') = createRequire(import.meta.url)('koffi');
    const bpf = koffi.load(null).func('long syscall(long, int, const uint8_t *, uint32_t)');
    const fd: number = bpf(number, BPF_ENABLE_STATS, ATTRIBUTES, ATTRIBUTES.length);
    if (fd < 0) return { kind: 'refused', why: `bpf(BPF_ENABLE_STATS) was refused: errno ${koffi.errno()}` };
    return { kind: 'on', off: () => closeSync(fd) };
  } catch (thrown) {
    return { kind: 'refused', why: reasonOf(thrown) };
  }
}
