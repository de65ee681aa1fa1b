/**
 * What the probes report. Every flavour yields the same samples with the same meaning.
 */

/** How probes attach. `counters` is no eBPF at all: the kernel's own link counters. */
export type Flavour = 'fentry' | 'kprobe' | 'tracepoint' | 'counters';

/** `full`: packets, bytes and drops from probes. `light`: drops from probes, packets from the kernel's counters. */
export type Depth = 'full' | 'light' | 'counters';

/** `inum/ifindex`: how a probe names a link. */
export type ProbeKey = `${number}/${number}`;

export function probeKey(inum: number, ifindex: number): ProbeKey {
  return `${inum}/${ifindex}`;
}

/** Monotonic totals of one link since the first start of this vethtop; they survive a restart of the probe program. */
export interface LinkTotals {
  /** Packets and bytes handed to the link's transmit function (`veth_xmit`), retries after NETDEV_TX_BUSY counted once. */
  readonly xmitPackets: number;
  readonly xmitBytes: number;
  /** Packets that its transmit function refused or lost (peer down, over the peer's MTU, ring full). */
  readonly xmitFailed: number;
}

/** `loss`: somebody's packet died. `benign`: expected on healthy hosts. `socket`: died after delivery, at a socket. */
export type DropClass = 'loss' | 'benign' | 'socket';

/** What tells one kind of drop from another. Joined: a template is kept in pieces, each of them an object, for thousands of kinds. */
export function dropId(key: ProbeKey | null, ingressIfindex: number, reason: string, name: string): string {
  return [key, ingressIfindex, reason, name].join('|');
}

/** Monotonic total of one kind of drop. */
export interface DropTotal {
  /** Of its link, ingress port, reason and function: `dropId`. */
  readonly id: string;
  /** The link in `skb->dev` when it was freed; null for a packet without a device. */
  readonly key: ProbeKey | null;
  /** ifindex of the ingress port (`skb->skb_iif`) in the same namespace; 0: none. Attributes a bridge's drops to a port. */
  readonly ingressIfindex: number;
  /** Name from the running kernel, without the SKB_DROP_REASON_ prefix; `NOT_SPECIFIED` where the kernel gives none. */
  readonly reason: string;
  /** The dropping function, `nf_hook_slow`; without offset. */
  readonly function: string;
  readonly class: DropClass;
  /** One clause for a person where the table knows more than the reason says: "peer is down or the packet is over its MTU". */
  readonly cause: string | null;
  /** What helps, one clause; null or absent where the table has nothing. */
  readonly hint?: string | null;
  readonly packets: number;
}

/** One report: everything counted so far. */
export interface Sample {
  /** Wall clock, milliseconds since the epoch. */
  readonly at: number;
  /** The report's own timestamp, from the kernel's monotonic clock, in milliseconds. Intervals are differences of these. */
  readonly monotonicMs: number;
  /** 0 for the first program; grows at each restart. Between two epochs something was not counted. */
  readonly epoch: number;
  readonly links: ReadonlyMap<ProbeKey, LinkTotals>;
  readonly drops: readonly DropTotal[];
}

/** What the probe programs take of the CPUs, by the kernel's own run statistics; bpftrace's own process is not in it. */
export interface ProbeCost {
  /** Mean time that all programs together took for one packet that they saw; null: no packet came by. */
  readonly nsPerPacket: number | null;
  /** 100: as much as one CPU can do. */
  readonly corePercent: number;
}

/** What is live and why nothing better is. */
export interface ProbeState {
  readonly status: 'starting' | 'live' | 'restarting' | 'stopped' | 'unavailable';
  readonly flavour: Flavour;
  readonly depth: Depth;
  /** Better flavours than the live one, each with the reason why it is not used. */
  readonly whyNot: readonly { readonly flavour: Flavour; readonly why: string }[];
  readonly restarts: number;
  /** Reports or events that bpftrace says it lost. */
  readonly lost: number;
  /** Time not counted because the program was down, milliseconds, so far. */
  readonly gapMs: number;
  /** Last thing that went wrong, for the screen. */
  readonly message: string | null;
  readonly bpftraceVersion: string | null;
  /** Tracepoint events that cost no more than their program (perf-events.ts), and why others do; absent before the start. */
  readonly quieted?: { readonly events: number; readonly why: string | null };
  /** null: the kernel refused to say; absent: not asked for, or not known yet. */
  readonly cost?: ProbeCost | null;
}
