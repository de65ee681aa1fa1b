/** `vethtop status`: what this host offers, as facts, JSON and text. */
import type { Partial } from '../inventory/model.js';
import type { Flavour } from '../probes/model.js';
import { type Line, span } from '../view/line.js';
import { isoTime, type PartialDocument, SCHEMA_VERSION } from './documents.js';
import { padLine } from './table.js';
import { render, type TextOptions } from './text.js';

/** `mountable`: not mounted, but the probes can mount it for themselves. */
export type Tracefs = 'mounted' | 'mountable' | 'unavailable';

export interface Missing {
  /** A program, a capability, a file system. */
  readonly what: string;
  /** What can't be done without it. */
  readonly why: string;
  /** The command that gets it. */
  readonly install: string;
}

export interface StatusFacts {
  readonly vethtopVersion: string;
  readonly node: string;
  readonly kernelRelease: string;
  readonly uid: number;
  /** Effective ones, `CAP_NET_ADMIN`. */
  readonly capabilities: readonly string[];
  readonly flavours: {
    /** null: not even the kernel's counters can be read. */
    readonly live: Flavour | null;
    readonly whyNot: readonly { readonly flavour: Flavour; readonly why: string }[];
  };
  readonly bpftrace: { readonly path: string; readonly version: string } | null;
  readonly tracefs: Tracefs;
  /** Whether the kernel tells how long BPF programs run; null: it does. Absent: not asked. */
  readonly costRefused?: string | null;
  /** Does the kernel describe its types (/sys/kernel/btf/vmlinux)? */
  readonly btf: boolean;
  readonly namespaces: { readonly total: number; readonly unreadable: number };
  readonly partial: readonly Partial[];
  readonly missing: readonly Missing[];
}

export interface StatusDocument extends Omit<StatusFacts, 'partial'> {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly generatedAt: string;
  readonly partial: readonly PartialDocument[];
}

/** `generatedAtMs`: milliseconds since the epoch. */
export function statusDocument(facts: StatusFacts, generatedAtMs: number): StatusDocument {
  return {
    schemaVersion: SCHEMA_VERSION,
    generatedAt: isoTime(generatedAtMs),
    ...facts,
    partial: facts.partial.map(({ source, why, next }) => ({ source, why, next: next ?? null })),
  };
}

/** What the probes and the observer make use of. */
const USEFUL_CAPABILITIES = ['CAP_SYS_ADMIN', 'CAP_NET_ADMIN', 'CAP_BPF', 'CAP_PERFMON', 'CAP_SYS_PTRACE', 'CAP_SYS_RESOURCE'];

const TRACEFS_TEXT: Readonly<Record<Tracefs, string>> = {
  mounted: 'mounted',
  mountable: 'not mounted; mounted for the probes alone while they run',
  unavailable: 'not available',
};

function userText({ uid, capabilities }: StatusFacts): Line {
  const lacking = USEFUL_CAPABILITIES.filter(name => !capabilities.includes(name));
  const who = span(uid === 0 ? 'root' : `uid ${uid}`);
  return lacking.length === 0 ? [who] : [who, span(`, without ${lacking.join(', ')}`, 'warning')];
}

function namespacesText({ namespaces: { total, unreadable } }: StatusFacts): Line {
  return [span(String(total)), ...(unreadable === 0 ? [] : [span(`, ${unreadable} not readable`, 'warning')])];
}

interface Entry {
  readonly label: string;
  readonly lines: (facts: StatusFacts) => readonly Line[];
}

const ENTRIES: readonly Entry[] = [
  { label: 'vethtop', lines: ({ vethtopVersion, node }) => [[span(`${vethtopVersion}, node ${node}`)]] },
  { label: 'kernel', lines: ({ kernelRelease }) => [[span(kernelRelease)]] },
  { label: 'user', lines: facts => [userText(facts)] },
  {
    label: 'probes',
    lines: ({ flavours: { live, whyNot } }) => [
      [live === null ? span('none', 'warning') : span(live, live === 'counters' ? 'warning' : 'ok')],
      ...whyNot.map(({ flavour, why }): Line => [span(`not ${flavour}: `, 'dim'), span(why)]),
    ],
  },
  {
    label: 'bpftrace',
    lines: ({ bpftrace }) => [[bpftrace === null ? span('not found', 'warning') : span(`${bpftrace.version}, ${bpftrace.path}`)]],
  },
  { label: 'tracefs', lines: ({ tracefs }) => [[span(TRACEFS_TEXT[tracefs], tracefs === 'unavailable' ? 'warning' : 'plain')]] },
  {
    label: 'probe cost',
    lines: ({ costRefused }) =>
      costRefused === undefined
        ? []
        : [[costRefused === null ? span('shown while it is looked at') : span(`not measurable: ${costRefused}`, 'warning')]],
  },
  { label: 'BTF', lines: ({ btf }) => [[btf ? span('yes') : span('no', 'warning')]] },
  { label: 'namespaces', lines: facts => [namespacesText(facts)] },
  {
    label: 'not read',
    lines: ({ partial }) =>
      partial.flatMap(({ source, why, next }): Line[] => [
        [span(`${source}: ${why}`, 'warning')],
        ...(next === undefined ? [] : [[span(`  ${next}`)]]),
      ]),
  },
  {
    label: 'missing',
    lines: ({ missing }) =>
      missing.flatMap(({ what, why, install }): Line[] => [[span(what, 'warning'), span(`: ${why}`)], [span(`  ${install}`)]]),
  },
];

const LABEL_CELLS = 12;

export function statusText(facts: StatusFacts, options: TextOptions): string {
  const lines = ENTRIES.flatMap(({ label, lines: of }) =>
    of(facts).map((line, index): Line => [...padLine([span(index === 0 ? label : '', 'heading')], LABEL_CELLS), ...line]),
  );
  return render(lines, options);
}
