import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PrivateHost } from '../support/private-host.js';
import { describeNeeding } from '../support/requirements.js';
import { history, killIn, unhang } from './change-killed.js';
import { change, createHost, hostState, pings } from './manage-host.js';

const FILE = `title: two boxes on a bridge
namespaces: [{ name: one }, { name: two }]
bridges: [{ name: br7, addresses: [10.77.0.1/24], ports: [to-one, to-two] }]
pairs:
  - a: { name: to-one }
    b: { name: eth0, namespace: one, addresses: [10.77.0.2/24] }
  - a: { name: to-two }
    b: { name: eth0, namespace: two, addresses: [10.77.0.3/24] }
sysctls: [{ key: net.ipv4.ip_forward, value: 1 }, { namespace: one, key: net.ipv4.conf.all.rp_filter, value: 2 }]
routes: [{ namespace: one, to: default, via: 10.77.0.1 }, { to: 10.78.0.0/16, via: 10.77.0.2 }]
masquerade: [{ subnet: 10.77.0.0/24, via: out0 }]
`;
const PATH = '/run/t.yaml';

describeNeeding(
  ['namespaces', 'program:ip', 'program:ping', 'program:nft', 'program:pgrep', 'program:pkill'],
  'a topology file',
  () => {
    let host: PrivateHost;
    let before: string;
    const state = () => hostState(host, { linkLocal: false });

    beforeAll(async () => {
      host = await createHost();
      await host.sh(`ip link add out0 type veth peer name out1; ip link set out0 up; cat >${PATH}`, { input: FILE });
      before = await state();
    });
    afterAll(() => host?.dispose());

    const last = async () => (await history(host)).at(-1)?.status;

    it.each([1, 9, 19])('that is being applied and killed in step %i is rolled back, or finished', async step => {
      await killIn(host, step, 'apply', PATH);
      expect(await last()).toBe('interrupted');
      await change(host, 'undo');
      expect(await state()).toBe(before);
      await killIn(host, step, 'apply', PATH);
      await unhang(host);
      await change(host, 'undo --finish');
      expect(await last()).toBe('done');
      expect(await pings(host, 'one', '10.77.0.3')).toBe(true);
      await change(host, `destroy ${PATH}`);
      expect(await state()).toBe(before);
    });

    it.each([0, 2, 5])('that is being destroyed and killed in step %i is there again, or gone', async step => {
      await change(host, `apply ${PATH}`);
      await host.sh('ip -n one neigh add 10.77.0.9 lladdr 02:00:00:00:77:09 nud permanent dev eth0');
      const applied = await state();
      await killIn(host, step, 'destroy', PATH);
      expect(await last()).toBe('interrupted');
      await change(host, 'undo');
      expect(await state()).toBe(applied);
      await killIn(host, step, 'destroy', PATH);
      await unhang(host);
      await change(host, 'undo --finish');
      expect(await state()).toBe(before);
    });

    it('applied and destroyed by two at once is made once, and gone once', async () => {
      const both = (command: string) => Promise.all([0, 1].map(() => host.vethtop([command, PATH, '--yes'])));
      const refused = /the host has changed since/;
      const worked = (results: Awaited<ReturnType<typeof both>>) =>
        results.some(({ exitCode }) => exitCode === 0) &&
        results.map(({ exitCode, stderr }) => exitCode === 0 || refused.test(stderr) || stderr);
      expect(worked(await both('apply'))).toEqual([true, true]);
      expect(await pings(host, 'one', '10.77.0.3')).toBe(true);
      const { stdout } = await host.vethtop(['apply', PATH, '--dry-run']);
      expect(stdout).toContain('# nothing to do');
      expect(worked(await both('destroy'))).toEqual([true, true]);
      expect(await state()).toBe(before);
    });

    it('whose destruction was undone can be destroyed again', async () => {
      await change(host, `apply ${PATH}`);
      const applied = await state();
      await change(host, `destroy ${PATH}`);
      const { stderr } = await change(host, 'undo');
      expect(stderr).toMatch(/not brought back: what was in namespace one beside links/);
      expect(await state()).toBe(applied);
      await change(host, `destroy ${PATH}`);
      expect(await state()).toBe(before);
    });
  },
);
