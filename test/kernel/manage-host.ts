/** A private host for tests of changes: vethtop with --yes, pings, and the whole state to compare. */
import { expect } from 'vitest';
import { ensureBuilt } from '../support/build.js';
import { type ExecResult, PrivateHost } from '../support/private-host.js';

export async function createHost(): Promise<PrivateHost> {
  await ensureBuilt();
  return PrivateHost.create();
}

/** Runs it with --yes. @throws when it fails, with what it said. */
export async function change(host: PrivateHost, line: string): Promise<ExecResult> {
  const result = await host.vethtop([...line.split(' '), '--yes']);
  if (result.exitCode !== 0) throw new Error(`vethtop ${line}: ${result.stderr}`);
  return result;
}

export async function refusal(host: PrivateHost, line: string): Promise<string> {
  const result = await host.vethtop([...line.split(' '), '--yes']);
  expect(result.exitCode, result.stderr).not.toBe(0);
  return result.stderr;
}

/** Whether one echo request is answered. */
export async function pings(host: PrivateHost, namespace: string | null, address: string): Promise<boolean> {
  const inside = namespace === null ? [] : ['ip', 'netns', 'exec', namespace];
  const [file = 'ping', ...args] = [...inside, 'ping', '-n', '-c', '1', '-W', '1', address];
  return (await host.exec(file, args)).exitCode === 0;
}

/** Links, addresses, routes and bridge ports of every namespace, without what a moment changes. */
export async function hostState(host: PrivateHost, { linkLocal = true } = {}): Promise<string> {
  const { stdout, stderr, exitCode } = await host.exec(process.execPath, [
    'test/kernel/host-state.mjs',
    linkLocal ? 'all' : 'without-link-local',
  ]);
  if (exitCode !== 0) throw new Error(stderr);
  return stdout;
}
