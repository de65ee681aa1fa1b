/** The kernel's run statistics of BPF programs: switched on for as long as an fd is open, so the host's own setting stays as it is. */
import { syscalls } from '../netlink/syscalls.js';

/** <linux/bpf.h>; since 5.8. */
const BPF_ENABLE_STATS = 32;
/** `type` of BPF_ENABLE_STATS is 0, BPF_STATS_RUN_TIME; what is not named must be 0. */
const ATTRIBUTES = Buffer.alloc(64);

export type BpfStatistics = { readonly kind: 'on'; off(): void } | { readonly kind: 'refused'; readonly why: string };

/** Each run of each program on the host costs some 20 ns more while they are on. */
export function enableBpfStatistics(): BpfStatistics {
  const { value: fd, errno } = syscalls().bpf(BPF_ENABLE_STATS, ATTRIBUTES);
  if (errno !== 0)
    return { kind: 'refused', why: `bpf(BPF_ENABLE_STATS): errno ${errno} (CAP_SYS_ADMIN and kernel 5.8 are needed)` };
  return { kind: 'on', off: () => syscalls().close(fd) };
}
