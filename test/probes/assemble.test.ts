import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { assemble, fragmentsOf, type ProgramParameters } from '../../src/probes/assemble.js';
import { FLAVOURS, type FlavourSpec } from '../../src/probes/flavours.js';
import { readFragment } from '../../src/probes/fragments.js';
import { describeNeeding } from '../support/requirements.js';

function spec(flavour: string): FlavourSpec {
  const found = FLAVOURS.find(candidate => candidate.flavour === flavour);
  if (found === undefined) throw new Error(`no flavour ${flavour}`);
  return found;
}

const full: ProgramParameters = {
  spec: spec('tracepoint'),
  depth: 'full',
  dropReason: true,
  retries: true,
  frameIntervalMs: 250,
};

const everyProgram: readonly ProgramParameters[] = FLAVOURS.flatMap(flavour =>
  ([true, false] as const).flatMap(flag => [
    { ...full, spec: flavour, dropReason: flag, retries: flag },
    { ...full, spec: flavour, depth: 'light' as const, dropReason: flag },
  ]),
);

describe('assemble', () => {
  it('takes the fragments that flavour, depth and kernel ask for', () => {
    expect(fragmentsOf(full)).toEqual(['types.bt', 'tracepoint/xmit.bt', 'tracepoint/retry.bt', 'drop.bt', 'frame.bt']);
    expect(fragmentsOf({ ...full, retries: false })).not.toContain('tracepoint/retry.bt');
    expect(fragmentsOf({ ...full, spec: spec('kprobe'), depth: 'light', dropReason: false })).toEqual([
      'types.bt',
      'drop-without-reason.bt',
      'frame.bt',
    ]);
  });

  it('puts in the interval and prints only the maps that are there', () => {
    const light = assemble({ ...full, depth: 'light' }, readFragment);
    expect(light).toContain('interval:ms:250\n');
    expect(light).not.toContain('interval:ms:1000');
    expect(light).toContain('print(@drop);');
    expect(light).not.toContain('print(@xmit);');
    expect(assemble(full, readFragment)).toMatch(/print\(@xmit\);\n\s*print\(@retry\);\n\s*print\(@drop\);\n\s*printf\("frame/);
  });

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 60_001])('refuses an interval of %s ms', frameIntervalMs => {
    expect(() => assemble({ ...full, frameIntervalMs }, readFragment)).toThrow(/is not possible/);
  });
});

// bpftrace looks a function for fentry up in the running kernel, which may not let it: test/vm runs these where it does.
const compilable = everyProgram.filter(({ spec }) => spec.flavour !== 'fentry');

describeNeeding(['root', 'btf', 'program:bpftrace'], 'assembled programs', () => {
  it.each(
    compilable.map(
      parameters =>
        [
          `${parameters.spec.flavour} ${parameters.depth} reason:${parameters.dropReason} retries:${parameters.retries}`,
          parameters,
        ] as const,
    ),
  )('are accepted by bpftrace: %s', (_, parameters) => {
    const mount = 'mount -t tracefs tracefs /sys/kernel/tracing && exec bpftrace --emit-elf "$2" -e "$1"';
    const program = assemble(parameters, readFragment);
    execFileSync('unshare', ['--mount', '--propagation', 'private', 'sh', '-c', mount, 'sh', program, '/dev/null'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  });
});
