/**
 * Takes the tracepoint events of a bpftrace process off the CPU's list of listeners, leaving its programs where they are.
 *
 * bpftrace's programs return 1, so that other users of a tracepoint still get it. Where the event that holds the program is itself
 * such a user, which it is on CPU 0 (libbpf and bcc open it there), the kernel then makes a perf sample of every packet and throws it
 * away, for want of a buffer: 100 to 150 ns each. A disabled event keeps its program running (kernel: perf_trace_run_bpf_submit
 * calls the programs before it looks for listeners) and costs nothing else.
 */
import { closeSync, readdirSync, readlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { errnoOf, reasonOf } from '../core/errors.js';

/** The same on every architecture: pidfd_open(2) since 5.3, pidfd_getfd(2) since 5.6. */
const SYS_PIDFD_OPEN = 434;
const SYS_PIDFD_GETFD = 438;
/** <linux/perf_event.h> */
const PERF_EVENT_IOC_DISABLE = 0x2401;
/** Answers EINVAL for anything but a tracepoint's event: the timers of `interval` probes and the output buffers stay as they are. */
const PERF_EVENT_IOC_QUERY_BPF = 0xc008240a;
/** struct perf_event_query_bpf: room for ids, their count, the ids. */
const QUERY_BYTES = 8 + 64 * 4;

export interface Quieted {
  readonly events: number;
  /** Why it is not all of them; null: it is. */
  readonly why: string | null;
}

/** Never throws: without it the probes only cost more. */
export function quietTracepoints(pid: number): Quieted {
  try {
    return quiet(pid);
  } catch (thrown) {
    return { events: 0, why: reasonOf(thrown) };
  }
}

function quiet(pid: number): Quieted {
  const koffi: typeof import('koffi') = createRequire(import.meta.url)('koffi');
  const libc = koffi.load(null);
  const syscall = libc.func('long syscall(long, long, long, long)');
  const ioctl = libc.func('int ioctl(int, unsigned long, uint8_t *)');
  const pidfd: number = syscall(SYS_PIDFD_OPEN, pid, 0, 0);
  if (pidfd < 0) return { events: 0, why: `pidfd_open: errno ${koffi.errno()}` };
  let events = 0;
  let why: string | null = null;
  try {
    for (const number of perfEventsOf(pid)) {
      const fd: number = syscall(SYS_PIDFD_GETFD, pidfd, number, 0);
      if (fd < 0) {
        why = `pidfd_getfd: errno ${koffi.errno()}`;
        continue;
      }
      const query = Buffer.alloc(QUERY_BYTES);
      query.writeUInt32LE((QUERY_BYTES - 8) / 4);
      if (ioctl(fd, PERF_EVENT_IOC_QUERY_BPF, query) === 0 && ioctl(fd, PERF_EVENT_IOC_DISABLE, null) === 0) events += 1;
      closeSync(fd);
    }
  } finally {
    closeSync(pidfd);
  }
  return { events, why };
}

function perfEventsOf(pid: number): readonly number[] {
  const folder = `/proc/${pid}/fd`;
  return readdirSync(folder)
    .filter(name => {
      try {
        return readlinkSync(`${folder}/${name}`) === 'anon_inode:[perf_event]';
      } catch (thrown) {
        if (errnoOf(thrown) === undefined) throw thrown;
        // Closed meanwhile.
        return false;
      }
    })
    .map(Number);
}
