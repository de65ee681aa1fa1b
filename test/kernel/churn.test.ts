import { expect, it } from 'vitest';
import type { HostProcess } from '../support/host-process.js';
import { PrivateHost } from '../support/private-host.js';
import { describeNeeding } from '../support/requirements.js';
import { until } from '../support/until.js';
import { type Counts, type Picture, WatchAgent } from './watch-agent.js';

/** A longer run by hand: VETHTOP_CHURN_SECONDS=600. */
const SECONDS = Number(process.env.VETHTOP_CHURN_SECONDS ?? 60);
/** What the caches and the compiler take at first. */
const WARM_UP_SECONDS = 20;
const WINDOW_SECONDS = 10;
const ALIVE = 20;

/** 20 times a second: a namespace with a pair, whose inner end is renamed; the one before gets it moved over; an old one goes. */
const CHURN = `
for ((n = 0; SECONDS < ${SECONDS}; n++)); do
  ip -batch - <<END
netns add c$n
link add h$n type veth peer name e$n netns c$n
link set h$n up
END
  ip -n c$n -batch - <<END
link set e$n name eth0
addr add 10.0.$((n % 250)).2/24 dev eth0
link set eth0 up
END
  if ((n > 0 && n % 2 == 0)); then ip -n c$n link set eth0 netns c$((n - 1)) name moved$n; fi
  if ((n >= ${ALIVE})); then ip netns del c$((n - ${ALIVE})); fi
  echo $n
  sleep 0.03
done
`;

interface IpLink {
  readonly ifname: string;
  readonly ifindex: number;
  readonly addr_info: readonly { readonly local: string; readonly prefixlen: number }[];
}

type Comparable = readonly string[];

/** What `ip` says of all named namespaces and the host. */
async function truth(host: PrivateHost): Promise<Comparable> {
  const names = (await host.sh('ls /run/netns'))
    .trim()
    .split('\n')
    .filter(name => name !== '');
  const lines: string[] = [];
  for (const name of ['host', ...names]) {
    const { stdout } = await host.exec('ip', [...(name === 'host' ? [] : ['-n', name]), '-j', 'addr']);
    const links: readonly IpLink[] = JSON.parse(stdout);
    for (const { ifname, ifindex, addr_info: addresses } of links) {
      const texts = addresses.map(({ local, prefixlen }) => `${local}/${prefixlen}`).sort();
      lines.push(`${ifname}@${name} ${ifindex} ${texts.join(' ')}`);
    }
  }
  return lines.sort();
}

function comparable({ links }: Picture): Comparable {
  return links.map(({ at, ifindex, addresses }) => `${at} ${ifindex} ${[...(addresses ?? [])].sort().join(' ')}`).sort();
}

/** Lines that only one of them has; empty: they are equal. */
function differenceOf(picture: Comparable, real: Comparable): string {
  const missing = real.filter(line => !picture.includes(line)).map(line => `missing: ${line}`);
  const wrong = picture.filter(line => !real.includes(line)).map(line => `wrong: ${line}`);
  return [...missing, ...wrong].join('\n');
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((x, y) => x - y);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** The medians of a window that begins `fromSeconds` after the first count. */
function medians(
  counts: readonly Counts[],
  fromSeconds: number,
): { readonly fds: number; readonly rss: number; readonly heap: number } {
  const start = (counts[0]?.at ?? 0) + fromSeconds * 1000;
  const window = counts.filter(({ at }) => at >= start && at < start + WINDOW_SECONDS * 1000);
  return {
    fds: median(window.map(({ fds }) => fds)),
    rss: median(window.map(({ rss }) => rss)),
    heap: median(window.map(({ heapUsed }) => heapUsed)),
  };
}

describeNeeding(['root', 'namespaces'], `${SECONDS} s of namespaces that come and go`, () => {
  it('leave two watchers with the truth, and with no more fds or memory than before', {
    timeout: (SECONDS + 60) * 1000,
  }, async () => {
    await using host = await PrivateHost.create();
    const agents = [await WatchAgent.start(host, 'quiet'), await WatchAgent.start(host, 'quiet')];
    const churn: HostProcess = await host.spawn('bash', ['-euc', CHURN]);
    expect({ ...(await churn.ended), stderr: churn.stderr }).toEqual({ exitCode: 0, signal: null, stderr: '' });
    const made = churn.lines().length;
    expect(made).toBeGreaterThan(SECONDS * 5);

    for (const agent of agents) {
      // Everything named is known, and what was deleted is gone: also from the kernel, where no watcher holds it.
      let difference = '';
      const final = await until(
        async () => {
          const picture = await agent.final();
          difference = differenceOf(comparable(picture), await truth(host));
          return difference === '' ? picture : null;
        },
        { what: () => `the picture to equal the truth:\n${difference}`, timeoutMs: 20_000, intervalMs: 500 },
      );
      expect(final.namespaces).toHaveLength(ALIVE + 1);
      expect(new Set(final.pairs.map(({ certainty }) => certainty))).toEqual(new Set(['exact']));
      expect(final.links.filter(({ at }) => /^h\d+@host$/.test(at)).length).toBeLessThanOrEqual(ALIVE);

      const counts = agent.counts();
      const before = medians(counts, WARM_UP_SECONDS);
      const after = medians(counts, SECONDS - WINDOW_SECONDS);
      expect(after.fds).toBeLessThanOrEqual(before.fds + 2);
      expect(after.heap).toBeLessThanOrEqual(before.heap * 1.15);
      // Pages that V8 keeps for the next burst come and go.
      expect(after.rss).toBeLessThanOrEqual(before.rss * 1.5);
      expect(agent.process.stderr).toBe('');
    }
  });
});
