/** The flavours that have fragments, best first: what each needs of the host. Adding one is a line here and a folder in probes/. */
import type { HostFacts } from './capabilities.js';
import type { Flavour } from './model.js';

export type ProbeFlavour = Exclude<Flavour, 'counters'>;

export interface FlavourSpec {
  readonly flavour: ProbeFlavour;
  /** Fragments that count transmitted packets. */
  readonly xmit: readonly string[];
  /** Fragments that keep packets handed in again after NETDEV_TX_BUSY from being counted twice, where `xmit` alone does not. */
  readonly retry: readonly string[];
  /** Why this host can't have it: a sentence to act on; null when it can be tried. */
  readonly whyNot: (facts: HostFacts) => string | null;
}

export const FLAVOURS: readonly FlavourSpec[] = [
  { flavour: 'fentry', xmit: ['fentry/xmit.bt'], retry: [], whyNot: whyNoFentry },
  { flavour: 'kprobe', xmit: ['kprobe/xmit.bt'], retry: [], whyNot: whyNoKprobe },
  {
    flavour: 'tracepoint',
    xmit: ['tracepoint/xmit.bt'],
    retry: ['tracepoint/retry.bt'],
    whyNot: whyNoTracepoint,
  },
];

/** Whether the kernel lets it be attached (lockdown, capabilities, no BTF of the module) is seen when it is tried. */
function whyNoFentry(facts: HostFacts): string | null {
  if (!facts.btf) return 'fentry needs kernel type information: another kernel (CONFIG_DEBUG_INFO_BTF)';
  return whyNoVeth(facts);
}

function whyNoKprobe(facts: HostFacts): string | null {
  if (!facts.kprobePmu && !facts.kprobeEvents)
    return 'this kernel offers no kprobes (CONFIG_KPROBES): another kernel would be needed';
  if (facts.lockdown === 'confidentiality') return 'kernel lockdown forbids kprobes: boot without lockdown=confidentiality';
  return whyNoVeth(facts);
}

function whyNoVeth(facts: HostFacts): string | null {
  return facts.symbols.has('veth_xmit')
    ? null
    : 'the kernel shows no veth_xmit: load the veth module (modprobe veth) or allow reading /proc/kallsyms';
}

function whyNoTracepoint(facts: HostFacts): string | null {
  const missing = (['net/net_dev_start_xmit', 'net/net_dev_xmit'] as const).filter(name => !facts.formats.has(name));
  return missing.length === 0 ? null : `this kernel has no tracepoint ${missing.join(' and ')} (CONFIG_TRACEPOINTS, CONFIG_NET)`;
}
