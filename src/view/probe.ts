/** What the probes are doing, in words. */
import type { ProbeState } from '../probes/model.js';
import { type Line, type Span, span } from './line.js';
import type { Glyphs, Role } from './theme.js';

const STATUS: Readonly<
  Record<ProbeState['status'], { readonly style: Role; readonly on: boolean; readonly text: string | null }>
> = {
  starting: { style: 'dim', on: false, text: 'starting' },
  live: { style: 'ok', on: true, text: null },
  restarting: { style: 'warning', on: false, text: 'restarting' },
  stopped: { style: 'warning', on: false, text: 'stopped' },
  unavailable: { style: 'warning', on: false, text: 'unavailable' },
};

/** `probes ● tracepoint`, with the depth where it isn't the full one. */
export function probeLine(probe: ProbeState | null, glyphs: Glyphs): Line {
  if (probe === null) return [span('probes ', 'dim'), span(`${glyphs.probeOff} `, 'dim'), span('starting', 'dim')];
  const { style, on, text } = STATUS[probe.status];
  const words = [probe.flavour, probe.depth === 'light' ? 'light' : null, text].filter(word => word !== null).join(' ');
  return [span('probes ', 'dim'), span(`${on ? glyphs.probeOn : glyphs.probeOff} `, style), span(words, on ? 'plain' : style)];
}

/** `95 ns/packet, 1.2 % of a core` in few cells: `cost 95 ns 1.2 %`; nothing while it isn't known. */
export function costLines(probe: ProbeState | null): readonly Line[] {
  if (probe?.cost == null || !STATUS[probe.status].on) return [];
  const { nsPerPacket, corePercent } = probe.cost;
  const each = nsPerPacket === null ? '' : `${Math.round(nsPerPacket)} ns `;
  return [[span(`cost ${each}${corePercent.toFixed(1)} %`, 'dim')]];
}

/** What was not counted; empty when nothing went wrong. */
export function probeTroubles(probe: ProbeState | null): readonly Span[] {
  if (probe === null) return [];
  const { restarts, gapMs, lost } = probe;
  const gap = `${(gapMs / 1000).toFixed(1)} s not counted`;
  const texts = [
    // A program is also replaced as planned, by one with more room or another depth.
    restarts === 0 ? (gapMs === 0 ? null : gap) : `${restarts} ${restarts === 1 ? 'restart' : 'restarts'}, ${gap}`,
    lost === 0 ? null : `${lost} reports lost`,
  ];
  return texts.flatMap(text => (text === null ? [] : [span(`! ${text}`, 'warning')]));
}

/** For the help page: which flavour is live, why no better one is, and what was lost. */
export function probeSentences(probe: ProbeState | null): readonly Line[] {
  if (probe === null) return [[span('no report yet')]];
  const version = probe.bpftraceVersion === null ? '' : `, bpftrace ${probe.bpftraceVersion}`;
  return [
    [span(`${probe.flavour}, ${probe.depth}, ${probe.status}${version}`)],
    ...costSentence(probe),
    ...probe.whyNot.map(({ flavour, why }): Line => [span(`not ${flavour}: `, 'dim'), span(why)]),
    ...probeTroubles(probe).map((part): Line => [part]),
    ...(probe.message === null ? [] : [[span(`last message: ${probe.message}`)]]),
  ];
}

function costSentence({ cost }: ProbeState): readonly Line[] {
  if (cost === undefined) return [];
  if (cost === null) return [[span('cost: this kernel does not tell how long BPF programs run')]];
  const each = cost.nsPerPacket === null ? '' : `${cost.nsPerPacket.toFixed(0)} ns for each packet, `;
  return [[span(`cost of the programs: ${each}${cost.corePercent.toFixed(2)} % of a core`)]];
}
