import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PrivateHost } from '../support/private-host.js';
import { describeNeeding } from '../support/requirements.js';
import { until } from '../support/until.js';
import { history, killIn, unhang } from './change-killed.js';
import { change, createHost, hostState, pings, refusal } from './manage-host.js';

describeNeeding(['namespaces', 'program:ip', 'program:ping', 'program:pgrep', 'program:pkill'], 'the journal', () => {
  let host: PrivateHost;
  beforeAll(async () => {
    host = await createHost();
  });
  afterAll(() => host.dispose());

  it('is for root alone, and holds what was done', async () => {
    await change(host, 'add pair a0 a1@blue --address-a 10.1.0.1/24 --address-b 10.1.0.2/24 --up --create-ns');
    expect(await host.sh('stat -c "%a %n" /run/vethtop /run/vethtop/journal /run/vethtop/journal/*')).toBe(
      '700 /run/vethtop\n700 /run/vethtop/journal\n600 /run/vethtop/journal/000001.jsonl\n',
    );
    expect(await history(host)).toMatchObject([{ id: 1, status: 'done', title: 'add pair a0 ↔ a1@blue', undoneBy: null }]);
  });

  it('refuses to undo what others build on, and says what', async () => {
    await host.sh('ip link set a0 mtu 1400; ip -n blue link add more type veth peer name more2');
    const why = await refusal(host, 'undo 1');
    expect(why).toContain('a0: mtu was 1500, and is 1400');
    expect(why).toContain('namespace blue: links was a1, and is a1, more, more2');
    expect(await pings(host, null, '10.1.0.2')).toBe(true);
    await host.sh('ip link set a0 mtu 1500; ip -n blue link del more');
  });

  it('takes changes back, the newest first, and back again', async () => {
    // The kernel gives IPv6 link-local addresses a moment after an end came up.
    const settled = 'ip -6 addr show a0 scope link; ip -n blue -6 addr show a1 scope link';
    await until(async () => (await host.sh(settled)).match(/fe80::/g)?.length === 2, { what: 'link-local addresses' });
    const before = await hostState(host);
    await change(host, 'set a1@blue --mtu 1400 --rename b1');
    const changed = await hostState(host);
    await change(host, 'undo');
    expect(await hostState(host)).toBe(before);
    expect((await history(host)).map(({ status }) => status)).toEqual(['done', 'undone', 'done']);
    // The undo is a change as well.
    await change(host, 'undo 3');
    expect(await hostState(host)).toBe(changed);
    expect((await history(host)).map(({ status }) => status)).toEqual(['done', 'done', 'undone', 'done']);
    await change(host, 'undo');
    expect(await hostState(host)).toBe(before);
    await change(host, 'undo');
    expect(await host.sh('ls /run/netns; ip -br link show type veth')).toBe('');
    expect(await refusal(host, 'undo')).toContain('there is nothing to undo');
    expect(await refusal(host, 'undo 2')).toContain('it was undone already');
    expect(await refusal(host, 'undo 99')).toContain('there is no change 99');
  });

  it('can undo what a later change deleted and its undo made again', async () => {
    await change(host, 'add pair again0 again1@again --create-ns --up');
    await change(host, 'rm ns again');
    await change(host, 'undo');
    await change(host, 'undo');
    expect(await host.sh('ls /run/netns; ip -br link show type veth')).toBe('');
  });

  it('two at once: one after the other, and each in the journal', async () => {
    const lines = [0, 1, 2, 3].map(n => ['add', 'pair', `c${n}`, `d${n}@crowd${n}`, '--create-ns', '--up', '--yes']);
    const before = (await history(host)).length;
    const results = await Promise.all(lines.map(line => host.vethtop(line)));
    expect(results.map(({ exitCode, stderr }) => (exitCode === 0 ? 0 : stderr))).toEqual([0, 0, 0, 0]);
    const made = (await history(host)).slice(before);
    expect(made.map(({ id }) => id)).toEqual([1, 2, 3, 4].map(n => before + n));
    expect(new Set(made.map(({ title }) => title)).size).toBe(4);
    // Both want the same name: one gets it.
    const twice = await Promise.all([0, 1].map(() => host.vethtop(['add', 'pair', 'same0', 'same1', '--yes'])));
    expect(twice.map(({ exitCode }) => exitCode).toSorted()).toEqual([0, 1]);
    expect(twice.find(({ exitCode }) => exitCode === 1)?.stderr).toMatch(/the name same0 is taken|the host has changed since/);
    for (let undone = 0; undone < 5; undone++) await change(host, 'undo');
    expect(await host.sh('ls /run/netns; ip -br link show type veth')).toBe('');
  });

  it.each([0, 2, 4, 6])('is rolled back, or finished, after kill -9 in step %i', async step => {
    const before = await hostState(host);
    await killIn(host, step);
    const cut = (await history(host)).at(-1);
    expect(cut?.status).toBe('interrupted');
    await change(host, 'undo');
    expect(await hostState(host)).toBe(before);
    expect((await history(host)).at(-1)).toMatchObject({ id: cut?.id, status: 'rolled-back' });
    await killIn(host, step);
    const lines = (await host.sh('cat /run/vethtop/journal/$(ls /run/vethtop/journal | tail -1)')).trim().split('\n');
    expect(lines.at(-1)).toBe(`{"type":"before","index":${step}}`);
    await unhang(host);
    await change(host, 'undo --finish');
    expect((await history(host)).at(-1)?.status).toBe('done');
    expect(await pings(host, 'k1', '10.3.0.2')).toBe(true);
    await change(host, 'undo');
    expect(await hostState(host)).toBe(before);
  });
});
