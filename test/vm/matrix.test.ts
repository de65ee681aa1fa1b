/**
 * The same traffic and the same provoked drops under every flavour on every kernel: the same totals, to the packet.
 * Virtual machines with Debian's kernels, and the running kernel with the bpftrace of other releases.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { ensureBuilt } from '../support/build.js';
import { EXPECTED } from './expected.js';
import { type FlavourResult, isObservation, type MatrixRun, type Observation, runMatrix } from './results.js';
import { compare, counterDifferences, packetsLost, VARYING } from './verdict.js';

interface Subject {
  /** For scripts/lib/vm-run. */
  readonly kernel: string;
  readonly flavours: readonly FlavourResult['flavour'][];
}

const SUBJECTS: readonly Subject[] = [
  { kernel: '6.1', flavours: ['fentry', 'kprobe', 'tracepoint'] },
  { kernel: '6.12/trixie', flavours: ['fentry', 'kprobe', 'tracepoint', 'flood'] },
  { kernel: 'here', flavours: ['tracepoint'] },
  { kernel: 'here/trixie', flavours: ['tracepoint'] },
  { kernel: 'here/forky', flavours: ['tracepoint'] },
];

/** `scripts/vm-test 6.1` runs these alone. */
const CHOSEN = process.env.VETHTOP_VM_KERNELS?.split(' ');
const LONGEST_MS = 20 * 60_000;

function observation(result: FlavourResult, key: string): Observation {
  const found = result.scenarios[key];
  if (found === undefined || !isObservation(found)) throw new Error(`${key} was not run: ${JSON.stringify(found)}`);
  return found;
}

/** What a full backlog must show, for each pair: as many as the kernel counted for the end that transmits. */
function expectBacklog(result: FlavourResult, mostPairs: number): void {
  const { ends } = observation(result, 'backlog');
  const shown = Object.entries(ends).filter(([, end]) => end.drops.length > 0);
  for (const [, { drops }] of shown) expect(drops).toMatchObject([{ reason: 'CPU_BACKLOG', class: 'loss' }]);
  const peers = shown.map(([name, end]) => [peerOf(name, ends)?.kernel.txDropped, packetsLost(end)]);
  expect(peers.filter(([dropped, shownAs]) => dropped !== shownAs)).toEqual([]);
  expect(shown.reduce((sum, [, end]) => sum + packetsLost(end), 0)).toBe(result.backlogOverflows);
  expect(shown.length).toBeGreaterThan(mostPairs / 3);
}

/** The other end of a bridged pair: `backlog-x7` and `backlog-p7`, `backlog-a` and `backlog-pa`. */
function peerOf(end: string, ends: Observation['ends']): Observation['ends'][string] | undefined {
  const [, port, other] = /-(p?)x?(\w+)$/.exec(end) ?? [];
  return port === 'p' ? (ends[`backlog-x${other}`] ?? ends[`backlog-${other}`]) : ends[`backlog-p${other}`];
}

for (const { kernel, flavours } of SUBJECTS.filter(subject => CHOSEN?.includes(subject.kernel.split('/')[0] ?? '') ?? true)) {
  const machine = kernel.startsWith('here') ? 'here' : 'virtual';
  describe(`kernel ${kernel}`, () => {
    let run: MatrixRun;

    beforeAll(async () => {
      await ensureBuilt();
      run = await runMatrix(kernel, flavours);
    }, LONGEST_MS);

    /** The result of a flavour, or the test is skipped, with the reason. */
    function resultOf(flavour: FlavourResult['flavour'], skip: (why: string) => never): FlavourResult {
      if (run.kind === 'not here') return skip(run.why);
      const result = run.results.find(one => one.flavour === flavour);
      if (result === undefined) throw new Error(`no result for ${flavour}`);
      expect(result.failed).toBeUndefined();
      return result;
    }

    it.for(flavours.filter(flavour => flavour !== 'flood'))(
      '%s counts what was sent, and what was lost where',
      (flavour, { skip }) => {
        const result = resultOf(flavour, skip);
        expect(result.live).toBe(flavour);
        expect(result.probe).toMatchObject({ restarts: 0, lost: 0, gapMs: 0 });
        const { seen, wanted } = compare(result);
        expect(seen).toEqual(wanted);
        expect(counterDifferences(result)).toEqual([]);
        if (machine === 'here') return;
        const skipped = Object.entries(result.scenarios).filter(([, scenario]) => !isObservation(scenario));
        expect(skipped).toEqual([]);
        const known = [...Object.keys(EXPECTED), 'busy', ...VARYING];
        expect(Object.keys(result.scenarios).sort()).toEqual(known.sort());
      },
    );

    if (machine === 'here') return;

    it.for(flavours.filter(flavour => flavour !== 'flood'))(
      '%s counts what a shaper and a full backlog lose',
      (flavour, { skip }) => {
        const result = resultOf(flavour, skip);
        const { sent, received, ends } = observation(result, 'queue');
        const sender = ends['queue-a'];
        expect(sender).toMatchObject({ packets: received, drops: [{ reason: 'QDISC_DROP', packets: sent - received }] });
        expect(received).toBeLessThan(sent);
        expectBacklog(result, 24);
      },
    );

    it('dev_forward_skb is never called, __dev_forward_skb for every packet', ({ skip }) => {
      const { forwardCalls } = resultOf('kprobe', skip);
      expect(forwardCalls?.devForwardSkb).toBe(0);
      // How many exactly depends on what the full backlog refused.
      expect(forwardCalls?.vethXmit).toBeGreaterThan(5000);
      expect(forwardCalls?.underDevForwardSkb).toBe(forwardCalls?.vethXmit);
    });

    if (!flavours.includes('flood')) return;

    it('shows CPU_BACKLOG at every pair of a bridge of 1,023 ports that lost a broadcast', ({ skip }) => {
      const result = resultOf('flood', skip);
      expect(Object.keys(observation(result, 'backlog').ends)).toHaveLength(2 * 1023);
      expectBacklog(result, 1023);
    });
  });
}
