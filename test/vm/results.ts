/** What the scripted traffic (guest/main.mjs) found, and how it is run. */
import { execa } from 'execa';
import type { DropClass, Flavour } from '../../src/probes/model.js';
import { ROOT } from '../support/paths.js';

export interface KernelCounters {
  readonly txPackets: number;
  readonly txBytes: number;
  readonly txDropped: number;
  readonly rxPackets: number;
  readonly rxDropped: number;
}

export interface ObservedDrop {
  readonly reason: string;
  readonly function: string;
  readonly class: DropClass;
  readonly packets: number;
}

export interface ObservedEnd {
  readonly packets: number;
  readonly bytes: number;
  readonly drops: readonly ObservedDrop[];
  readonly kernel: KernelCounters;
}

export interface Observation {
  readonly sent: number;
  readonly received: number;
  /** By the name of the end, `plain-a`. */
  readonly ends: Readonly<Record<string, ObservedEnd>>;
}

export type ScenarioResult = Observation | { readonly skipped: string };

export interface FlavourResult {
  readonly kernel: string;
  readonly bpftrace: string;
  /** What was asked for; `flood` is the best flavour with the largest bridge. */
  readonly flavour: Flavour | 'flood';
  readonly failed?: string;
  /** The flavour that was live. */
  readonly live: Flavour;
  readonly probe: { readonly restarts: number; readonly lost: number; readonly gapMs: number };
  /** By softnet_stat. */
  readonly backlogOverflows: number;
  readonly forwardCalls: {
    readonly devForwardSkb: number;
    readonly underDevForwardSkb: number;
    readonly vethXmit: number;
  } | null;
  readonly scenarios: Readonly<Record<string, ScenarioResult>>;
}

export type MatrixRun =
  | { readonly kind: 'ran'; readonly results: readonly FlavourResult[] }
  /** `environment: …` */
  | { readonly kind: 'not here'; readonly why: string };

const NOT_HERE = 77;

/**
 * Runs scripts/lib/vm-run, which ends with this process at the latest.
 * @param kernel `6.12/trixie`: a kernel and the release whose bpftrace is used.
 * @throws Error with what it said when it fails.
 */
export async function runMatrix(kernel: string, flavours: readonly string[]): Promise<MatrixRun> {
  const { exitCode, stdout, stderr } = await execa(
    'setpriv',
    ['--pdeathsig', 'TERM', '--', `${ROOT}/scripts/lib/vm-run`, kernel, ...flavours],
    {
      reject: false,
      stdin: 'ignore',
      stderr: ['pipe', 'inherit'],
    },
  );
  if (exitCode === NOT_HERE) return { kind: 'not here', why: stderr.trim().split('\n').at(-1) ?? 'environment: no reason given' };
  if (exitCode !== 0) throw new Error(`vm-run ${kernel} ended with ${exitCode}: ${stderr}`);
  return { kind: 'ran', results: stdout.split('\n').map((line): FlavourResult => JSON.parse(line)) };
}

/** Whether the machine could run it. */
export function isObservation(result: ScenarioResult): result is Observation {
  return !('skipped' in result);
}
