/** The supervisor with programs in bpftrace's place that misbehave as the real one can't be made to. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ProbeState, Sample } from '../../src/probes/model.js';
import { type Probes, startProbes } from '../../src/probes/supervisor.js';
import { describeNeeding } from '../support/requirements.js';
import { until } from '../support/until.js';

const PATH = process.env.PATH ?? '';

/** Shell text that answers `--version` and otherwise goes on with `body`. */
const fake = (body: string): string => `#!/bin/sh
[ "$1" = --version ] && { echo 'bpftrace v0.23.2'; exit; }
say() { printf '%s\\n' "$1"; }
start() { say '{"type": "printf", "data": "start 1000000\\n"}'; }
frame() { say '{"type": "printf", "data": "frame '"$1"'000000\\n"}'; }
map() { say '{"type": "map", "data": {"'"$1"'": {'"$2"'}}}'; }
${body}
`;

describeNeeding(['root', 'btf'], 'the supervisor', () => {
  let folder: string;
  let probes: Probes;
  let states: ProbeState[];
  let samples: Sample[];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'vethtop-bpftrace-'));
    process.env.PATH = folder + delimiter + PATH;
    states = [];
    samples = [];
  });
  afterEach(async () => {
    await probes.stop();
    process.env.PATH = PATH;
    rmSync(folder, { recursive: true });
  });

  function startWith(body: string): void {
    const file = join(folder, 'bpftrace');
    writeFileSync(file, fake(body));
    chmodSync(file, 0o755);
    probes = startProbes({
      intervalMs: 100,
      depth: 'full',
      flavour: 'tracepoint',
      linkCount: 1,
      onSample: sample => samples.push(sample),
      onState: state => states.push(state),
    });
  }

  it('tells what it starts with, and calls nobody before it has returned', () => {
    startWith('exit 1');
    expect(states).toEqual([]);
    expect(probes.state()).toMatchObject({ status: 'starting', restarts: 0, gapMs: 0 });
  });

  it('falls back to the counters when nothing can be attached, with the reason', async () => {
    startWith("echo 'ERROR: Error attaching probe: permission denied' >&2; exit 1");
    await until(() => probes.state().status === 'unavailable', { what: 'the end of the ladder' });
    expect(probes.state()).toMatchObject({ flavour: 'counters', depth: 'counters', restarts: 0, bpftraceVersion: '0.23.2' });
    expect(probes.state().whyNot).toEqual([{ flavour: 'tracepoint', why: expect.stringContaining('permission denied') }]);
    expect(probes.state().message).toContain('permission denied');
    expect(samples).toEqual([]);
  });

  it('gives up a program that prints rubbish without end', async () => {
    startWith('exec yes rubbish');
    await until(() => probes.state().status === 'unavailable', { what: 'the end of the ladder' });
    expect(probes.state().message).toContain('"rubbish"');
  });

  it('starts a program again that ends, and adds its totals to those before', async () => {
    // 2 packets of 100 bytes, then the end; the second program counts 1 more.
    const [two, one] = [(2n << 38n) + 200n, (1n << 38n) + 100n];
    startWith(`
      [ -e '${folder}/second' ] && value=${one} || value=${two}
      start; map @xmit '"7,2": '$value; frame $(date +%s%N | cut -c1-13)
      [ -e '${folder}/second' ] && exec sleep 60
      : >'${folder}/second'; exit 3
    `);
    await until(() => samples.at(-1)?.links.get('7/2')?.xmitPackets === 3, { what: 'the sum of both programs' });
    expect(samples.at(-1)).toMatchObject({ epoch: 1 });
    expect(samples.at(-1)?.links.get('7/2')).toEqual({ xmitPackets: 3, xmitBytes: 300, xmitFailed: 0 });
    expect(probes.state()).toMatchObject({ status: 'live', restarts: 1, message: expect.stringContaining('status 3') });
  });

  it('makes room when a map is nearly full, and says so', async () => {
    startWith(`
      start
      [ "$BPFTRACE_MAX_MAP_KEYS" = 4096 ] && map @xmit "$(seq -s, 4000 | sed 's/[0-9]*/"&,2": 1/g')"
      while :; do frame $(date +%s%N | cut -c1-13); sleep 0.1; done
    `);
    await until(() => samples.at(-1)?.epoch === 1, { what: 'a second program' });
    expect(probes.state()).toMatchObject({ status: 'live', restarts: 0, message: expect.stringContaining('8192 entries') });
  });

  it('ends a program that does not listen to SIGTERM', async () => {
    startWith("trap '' TERM; start; frame 1; while :; do sleep 0.05; done");
    await until(() => probes.state().status === 'live', { what: 'the program' });
    await probes.stop();
    expect(probes.state().status).toBe('stopped');
  });
});
