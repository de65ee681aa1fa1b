/**
 * Takes the tracepoint events of a bpftrace process off the CPU's list of listeners, leaving its programs where they are.
 *
 * bpftrace's programs return 1, so that other users of a tracepoint still get it. Where the event that holds the program is itself
 * such a user, which it is on CPU 0 (libbpf and bcc open it there), the kernel then makes a perf sample of every packet and throws it
 * away, for want of a buffer: 100 to 150 ns each. A disabled event keeps its program running (kernel: perf_trace_run_bpf_submit
 * calls the programs before it looks for listeners) and costs nothing else.
 */
import { readdirSync, readlinkSync } from 'node:fs';
import { errnoOf, reasonOf } from '../core/errors.js';
import { syscalls } from '../netlink/syscalls.js';

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
  const { openPidfd, duplicateFd, perfIoctl, close } = syscalls();
  const pidfd = openPidfd(pid);
  if (pidfd.errno !== 0) return { events: 0, why: `pidfd_open: errno ${pidfd.errno}` };
  let events = 0;
  let why: string | null = null;
  for (const number of perfEventsOf(pid)) {
    const fd = duplicateFd(pidfd.value, number);
    if (fd.errno !== 0) {
      why = `pidfd_getfd: errno ${fd.errno}`;
      continue;
    }
    const query = Buffer.alloc(QUERY_BYTES);
    query.writeUInt32LE((QUERY_BYTES - 8) / 4);
    const isTracepoint = perfIoctl(fd.value, PERF_EVENT_IOC_QUERY_BPF, query).errno === 0;
    if (isTracepoint && perfIoctl(fd.value, PERF_EVENT_IOC_DISABLE, null).errno === 0) events += 1;
    close(fd.value);
  }
  close(pidfd.value);
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
