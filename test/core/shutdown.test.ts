import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { beforeAll, expect, it } from 'vitest';
import { ensureBuilt } from '../support/build.js';
import { ROOT } from '../support/paths.js';
import { until } from '../support/until.js';

beforeAll(ensureBuilt, 60_000);

interface Started {
  /** Waits until the task runs. */
  ready(): Promise<unknown>;
  kill(signal: NodeJS.Signals): void;
  readonly ended: Promise<{ readonly stdout: string; readonly exitCode: number | null }>;
}

/** A process that runs `task` under withCleanUp; it says when it cleans up. */
function start(task: string, cleanUp = "console.log('cleaned')"): Started {
  const program = `
    import { withCleanUp } from '${ROOT}/dist/core/shutdown.js';
    await withCleanUp(async signal => { console.log('ready'); ${task} }, async signalled => { console.log(signalled); ${cleanUp} });
    console.log('done');`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['ignore', 'pipe', 'ignore'] });
  let seen = '';
  child.stdout.on('data', (chunk: Buffer) => {
    seen += chunk.toString();
  });
  const exited = new Promise<number | null>(resolve => child.once('close', resolve));
  const output = text(child.stdout);
  return {
    ready: () => until(() => seen.includes('ready'), { what: 'the process to be ready' }),
    kill: signal => child.kill(signal),
    ended: exited.then(async exitCode => ({ stdout: (await output).trim(), exitCode })),
  };
}

const FOREVER = 'await new Promise(() => setInterval(() => {}, 1000));';

it('cleans up after a task that ends', async () => {
  const { stdout, exitCode } = await start('').ended;
  expect({ stdout, exitCode }).toEqual({ stdout: 'ready\nfalse\ncleaned\ndone', exitCode: 0 });
});

it('cleans up after a task that fails, which stays failed', async () => {
  const { stdout, exitCode } = await start("throw new Error('no');").ended;
  expect(stdout).toBe('ready\nfalse\ncleaned');
  expect(exitCode).not.toBe(0);
});

it.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)('cleans up after %s and exits with 128+n', async (signal, status) => {
  const child = start(FOREVER);
  await child.ready();
  child.kill(signal);
  const { stdout, exitCode } = await child.ended;
  expect({ stdout, exitCode }).toEqual({ stdout: 'ready\ntrue\ncleaned', exitCode: status });
});

it('does not wait for a second signal, nor for a clean-up that hangs', async () => {
  const child = start(FOREVER, FOREVER);
  await child.ready();
  child.kill('SIGTERM');
  setTimeout(() => child.kill('SIGINT'), 200);
  expect((await child.ended).exitCode).toBe(130);
  const hanging = start(FOREVER, FOREVER);
  await hanging.ready();
  hanging.kill('SIGTERM');
  expect((await hanging.ended).exitCode).toBe(143);
});
