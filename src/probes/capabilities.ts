/** What this host offers the probes, read once. The decision what to do with it is in ladder.ts. */
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import os from 'node:os';
import { delimiter, join } from 'node:path';
import { errnoOf } from '../core/errors.js';
import { run } from '../core/run.js';
import { sanitise } from '../core/text.js';
import { findSymbols } from './kallsyms.js';
import { findTracefs, readFormats, type Tracefs, type Tracepoint } from './tracefs.js';

export interface BpftraceFacts {
  readonly path: string;
  /** `0.17.0`; null when `bpftrace --version` said something else. */
  readonly version: string | null;
}

export interface HostFacts {
  readonly euid: number;
  /** CapEff of /proc/self/status. */
  readonly capabilities: bigint;
  /** null: not in PATH. */
  readonly bpftrace: BpftraceFacts | null;
  /** /sys/kernel/btf/vmlinux. */
  readonly btf: boolean;
  /** Headers of the running kernel, which stand in for BTF. */
  readonly headers: boolean;
  /** The active word of /sys/kernel/security/lockdown: `none`, `integrity`, `confidentiality`. */
  readonly lockdown: string;
  readonly tracefs: Tracefs;
  readonly formats: ReadonlyMap<Tracepoint, string>;
  /** Why formats are missing, where they are. */
  readonly formatsWhy: string | null;
  /** /sys/bus/event_source/devices/kprobe. */
  readonly kprobePmu: boolean;
  /** kprobe_events in a mounted tracefs. */
  readonly kprobeEvents: boolean;
  /** Those of PROBED_SYMBOLS that /proc/kallsyms has. */
  readonly symbols: ReadonlySet<string>;
}

export const PROBED_SYMBOLS = ['veth_xmit', '__dev_forward_skb', 'dev_forward_skb'] as const;

export async function readHostFacts(): Promise<HostFacts> {
  const tracefs = findTracefs();
  const [bpftrace, { formats, why }, symbols] = await Promise.all([
    readBpftrace(),
    readFormats(tracefs),
    findSymbols(PROBED_SYMBOLS),
  ]);
  return {
    euid: process.geteuid?.() ?? -1,
    capabilities: parseCapabilities(readOr('/proc/self/status', '')),
    bpftrace,
    btf: existsSync('/sys/kernel/btf/vmlinux'),
    headers: existsSync(`/lib/modules/${os.release()}/build`),
    lockdown: parseLockdown(readOr('/sys/kernel/security/lockdown', '[none]')),
    tracefs,
    formats,
    formatsWhy: why,
    kprobePmu: existsSync('/sys/bus/event_source/devices/kprobe'),
    kprobeEvents: tracefs.kind === 'mounted' && existsSync(`${tracefs.root}/kprobe_events`),
    symbols,
  };
}

/** The first executable `bpftrace` in PATH, and what it says its version is. */
export async function readBpftrace(): Promise<BpftraceFacts | null> {
  const path = (process.env.PATH ?? '')
    .split(delimiter)
    .map(folder => join(folder, 'bpftrace'))
    .find(isExecutable);
  if (path === undefined) return null;
  const { stdout } = await run(path, ['--version'], { timeoutMs: 10_000 });
  return { path, version: parseVersion(stdout) };
}

/** `bpftrace v0.17.0` → `0.17.0`. */
export function parseVersion(text: string): string | null {
  return /\bv?(\d+\.\d+(?:\.\d+)?)/.exec(text)?.[1] ?? null;
}

/** `CapEff:\t000001ffffffffff` of proc_pid_status(5). */
export function parseCapabilities(status: string): bigint {
  const hex = /^CapEff:\s*([0-9a-f]+)$/m.exec(status)?.[1];
  return hex === undefined ? 0n : BigInt(`0x${hex}`);
}

/** `none [integrity] confidentiality` → `integrity` (kernel: security/lockdown/lockdown.c). */
export function parseLockdown(text: string): string {
  return sanitise(/\[(\w+)\]/.exec(text)?.[1] ?? 'none');
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch (thrown) {
    if (errnoOf(thrown) === undefined) throw thrown;
    return false;
  }
}

function readOr(path: string, fallback: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch (thrown) {
    if (errnoOf(thrown) === undefined) throw thrown;
    return fallback;
  }
}
