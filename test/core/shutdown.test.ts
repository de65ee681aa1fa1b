import { execa, type ResultPromise } from 'execa';
import { beforeAll, expect, it } from 'vitest';
import { ensureBuilt } from '../support/build.js';
import { ROOT } from '../support/paths.js';
import { until } from '../support/until.js';

beforeAll(ensureBuilt, 60_000);

type Ended = ResultPromise<{ reject: false }>;

/** A process that runs `task` under withCleanUp; it says when it cleans up. */
function start(task: string, cleanUp = "console.log('cleaned')"): Ended {
  const program = `
    import { withCleanUp } from '${ROOT}/dist/core/shutdown.js';
    await withCleanUp(async signal => { console.log('ready'); ${task} }, async signalled => { console.log(signalled); ${cleanUp} });
    console.log('done');`;
  return execa(process.execPath, ['--input-type=module', '-e', program], { reject: false });
}

async function ready(child: Ended): Promise<void> {
  let seen = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    seen += chunk.toString();
  });
  await until(() => seen.includes('ready'), { what: 'the process to be ready' });
}

const FOREVER = 'await new Promise(() => setInterval(() => {}, 1000));';

it('cleans up after a task that ends', async () => {
  const { stdout, exitCode } = await start('');
  expect({ stdout, exitCode }).toEqual({ stdout: 'ready\nfalse\ncleaned\ndone', exitCode: 0 });
});

it('cleans up after a task that fails, which stays failed', async () => {
  const { stdout, exitCode } = await start("throw new Error('no');");
  expect(stdout).toBe('ready\nfalse\ncleaned');
  expect(exitCode).not.toBe(0);
});

it.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)('cleans up after %s and exits with 128+n', async (signal, status) => {
  const child = start(FOREVER);
  await ready(child);
  child.kill(signal);
  const { stdout, exitCode } = await child;
  expect({ stdout, exitCode }).toEqual({ stdout: 'ready\ntrue\ncleaned', exitCode: status });
});

it('does not wait for a second signal, nor for a clean-up that hangs', async () => {
  const child = start(FOREVER, FOREVER);
  await ready(child);
  child.kill('SIGTERM');
  setTimeout(() => child.kill('SIGINT'), 200);
  expect((await child).exitCode).toBe(130);
  const hanging = start(FOREVER, FOREVER);
  await ready(hanging);
  hanging.kill('SIGTERM');
  expect((await hanging).exitCode).toBe(143);
});
