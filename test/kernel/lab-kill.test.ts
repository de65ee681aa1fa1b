import { afterEach, beforeEach, expect, it } from 'vitest';
import type { HostProcess } from '../support/host-process.js';
import type { PrivateHost } from '../support/private-host.js';
import { describeNeeding } from '../support/requirements.js';
import { until } from '../support/until.js';
import { createLabHost, eventOf, eventsOf, hostState, leftovers, pidOf, startOwner, startReady } from './lab-host.js';

/** What the design promises after `kill -9` of vethtop. */
const GONE_WITHIN_MS = 2_000;

describeNeeding(
  ['namespaces', 'program:ip', 'program:sysctl', 'program:nsenter', 'program:ps'],
  'a lab whose owner is killed',
  () => {
    let host: PrivateHost;
    let before: string;
    beforeEach(async () => {
      host = await createLabHost();
      before = await host.sh('mkdir -p /run/vethtop/labs').then(() => hostState(host));
    });
    afterEach(() => host.dispose());

    async function killAndWait(owner: HostProcess): Promise<void> {
      owner.kill('SIGKILL');
      await owner.ended;
      let left = '';
      const gone = async () => {
        left = await leftovers(host);
        return left === '';
      };
      await until(gone, { what: () => `the end of ${left}`, timeoutMs: GONE_WITHIN_MS });
    }

    it.each(['cable', 'bridge'])('leaves nothing of %s', async lab => {
      await killAndWait(await startReady(host, lab));
      expect(await hostState(host)).toBe(before);
    });

    it.each([0, 1, 2, 5, 9, 18, 40, 46])('leaves nothing when that happens at step %i of building', async at => {
      const owner = await startOwner(host, 'bridge');
      await owner.until(() => eventsOf(owner).some(({ done }) => done === at), { what: `step ${at}` });
      await killAndWait(owner);
      expect(await hostState(host)).toBe(before);
    });

    it('leaves nothing when another child of the owner lives on', async () => {
      await killAndWait(await startReady(host, 'cable', { env: { LEAVE_CHILD: '1' } }));
      await host.sh('pkill -x -n sleep');
      expect(await hostState(host)).toBe(before);
    });

    it('leaves nothing when the whole process group is killed', async () => {
      const owner = await startReady(host, 'cable');
      process.kill(-owner.pid, 'SIGKILL');
      await killAndWait(owner);
      expect(await hostState(host)).toBe(before);
    });

    it('takes the pairs away even where somebody has a shell in a namespace', async () => {
      const owner = await startReady(host, 'cable');
      const shell = await host.spawn('ip', ['netns', 'exec', 'lab-cable-2', 'sleep', '600']);
      await until(async () => (await host.sh('ip netns pids lab-cable-2')).split('\n').length > 2, { what: 'the shell' });
      await killAndWait(owner);
      expect(await host.sh(`nsenter --net=/proc/$(pgrep -x -n sleep)/ns/net ip -br link`)).toMatch(/^lo .*\n$/);
      await shell.stop('SIGKILL');
      expect(await hostState(host)).toBe(before);
    });

    it('ignores what a terminal sends, and goes in order on SIGTERM', async () => {
      const owner = await startReady(host, 'cable');
      const keeper = await pidOf(host, 'vethtop-keeper');
      await host.sh(
        `kill -INT ${keeper}; kill -HUP ${keeper}; kill -QUIT ${keeper}; ip netns exec lab-cable-1 ls /run/netns/lab-cable-1`,
      );
      expect(owner.running).toBe(true);
      await host.sh(`kill -TERM ${keeper}`);
      await until(async () => (await leftovers(host)) === '', { what: 'the end of the lab', timeoutMs: GONE_WITHIN_MS });
      owner.kill('SIGTERM');
      await eventOf(owner, 'stopped');
      await owner.ended;
      expect(await hostState(host)).toBe(before);
    });

    it('is removed by its owner when the keeper was killed', async () => {
      const owner = await startReady(host, 'cable');
      await host.sh(`kill -9 ${await pidOf(host, 'vethtop-keeper')}`);
      await until(async () => !(await leftovers(host)).includes('traffic'), { what: 'the end of the traffic' });
      owner.kill('SIGTERM');
      await eventOf(owner, 'stopped');
      await owner.ended;
      expect(await hostState(host)).toBe(before);
    });

    it('is removed by the next lab when owner and keeper were killed', async () => {
      const owner = await startReady(host, 'cable');
      await host.sh(`kill -STOP $(pgrep -f '[v]ethtop-traffic'); kill -9 ${await pidOf(host, 'vethtop-keeper')}`);
      owner.kill('SIGKILL');
      await owner.ended;
      expect(await leftovers(host)).toContain('lab-cable-1');
      const next = await startReady(host, 'cable');
      expect(eventsOf(next).filter(({ event }) => event === 'note')).toEqual([]);
      next.kill('SIGTERM');
      await next.ended;
      expect(await hostState(host)).toBe(before);
    });

    it('does not take a namespace along that somebody else made under its name, even with its inode number', async () => {
      const owner = await startReady(host, 'cable');
      await host.sh(`kill -9 ${await pidOf(host, 'vethtop-keeper')}`);
      owner.kill('SIGKILL');
      await owner.ended;
      // The kernel uses a number again as soon as it is free; when that is depends on everybody else on this machine.
      await host.sh(`
        old=$(stat -c %i /run/netns/lab-cable-2)
        ip netns del lab-cable-2; ip netns add lab-cable-2
        sed -i "s/"$old"/"$(stat -c %i /run/netns/lab-cable-2)"/" /run/vethtop/labs/*.json`);
      const next = await startOwner(host, 'cable');
      expect(await eventOf(next, 'error')).toMatchObject({ code: 'refused', what: expect.stringContaining('lab-cable-2') });
      await next.ended;
      expect(await host.sh('ls /run/netns; ls /run/vethtop/labs')).toBe('lab-cable-2\nmine\n');
    });
  },
);
