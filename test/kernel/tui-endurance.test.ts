/** The screen left open on a lab with traffic: it stays as small, as clean and as right as it was. */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { ensureBuilt } from '../support/build.js';
import { CLI, ROOT } from '../support/paths.js';
import { PrivateHost } from '../support/private-host.js';
import { describeNeeding } from '../support/requirements.js';
import { Tmux } from '../support/tmux.js';
import { until } from '../support/until.js';

/** An hour by hand: VETHTOP_ENDURANCE_SECONDS=3600. */
const SECONDS = Number(process.env.VETHTOP_ENDURANCE_SECONDS ?? 120);
const LOOK_EVERY_MS = 5000;
const WINDOWS = 6;
/** From one window to the next, of a heap that is flat. */
const MOST_GROWTH = 1.01;
const HEAP_LOG = '/run/heap.log';
const METER_PER_SECOND = 100;
const LESS_PER_SECOND = 20;
const NEEDS = ['root', 'namespaces', 'program:bpftrace', 'program:tmux'] as const;

/** Beside the lab, two pairs that nothing but the test sends on: one that loses nothing, one whose far end takes less. */
const METERED = `
for n in meter less; do
  ip netns add $n
  ip netns exec $n sysctl -qw net.ipv6.conf.default.disable_ipv6=1
done
sysctl -qw net.ipv6.conf.default.disable_ipv6=1
ip link add meter0 type veth peer name eth0 netns meter
ip link add less0 type veth peer name eth0 netns less
ip addr add 10.251.4.1/24 dev meter0; ip -n meter addr add 10.251.4.2/24 dev eth0
ip addr add 10.251.3.1/24 dev less0; ip -n less addr add 10.251.3.2/24 dev eth0
ip link set meter0 up; ip link set less0 up; ip -n meter link set eth0 up; ip -n less link set eth0 up mtu 1000
`;

interface Counters {
  /** Packets handed to the link: what it sent, and what it could not. */
  readonly handed: number;
  readonly dropped: number;
}

async function countersOf(host: PrivateHost, name: string, namespace?: string): Promise<Counters> {
  const [link] = JSON.parse(await host.sh(`ip ${namespace === undefined ? '' : `-n ${namespace}`} -j -s link show dev ${name}`));
  const { packets, dropped } = link.stats64.tx;
  return { handed: packets + dropped, dropped };
}

/**
 * What less0 sends and the kernel counts as dropped by it: refused by its far end (whose MTU is smaller), or by the CPU that
 * would have received it there.
 */
const REFUSED =
  /^..(?:less0 +\S+ +\S+ +(?:__dev_forward_skb2?|veth_xmit)|eth0 +\S+ +\S+ +enqueue_to_backlog) +loss +\S+ +([\d,]+)/;

/** `12,345`; NaN for nothing. */
function numberOf(text: string): number {
  return text === '' ? Number.NaN : Number(text.replaceAll(',', ''));
}

/** From the list of drops: what was refused of what the filter lets through. */
function refused(rows: readonly string[]): number {
  return rows.reduce((sum, row) => sum + numberOf(REFUSED.exec(row)?.[1] ?? '0'), 0);
}

interface Sample {
  readonly heapBytes: number;
  readonly fds: number;
}

function median(values: readonly number[]): number {
  return values.toSorted((x, y) => x - y)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function medians(samples: readonly Sample[]): Sample {
  return { heapBytes: median(samples.map(({ heapBytes }) => heapBytes)), fds: median(samples.map(({ fds }) => fds)) };
}

function difference(before: readonly string[], after: readonly string[]): string {
  return before.flatMap((row, y) => (row === after[y] ? [] : [`${y} was ${row}`, `${y} is  ${after[y]}`])).join('\n');
}

/** What was drawn bit by bit is what is drawn from nothing. */
async function expectClean(tmux: Tmux): Promise<void> {
  await tmux.send('p');
  await tmux.until('paused');
  const before = await tmux.capture();
  await tmux.scribble('\x1b[2J\x1b[Hnothing of the picture is left');
  await tmux.until('nothing of the picture is left');
  await tmux.send('C-l');
  let after: readonly string[] = [];
  await until(
    async () => {
      after = await tmux.capture();
      return after.join('\n') === before.join('\n');
    },
    { what: () => `the same picture, which differs in\n${difference(before, after)}` },
  );
  await tmux.send('p');
  await tmux.until('live 1.0s');
}

describeNeeding(NEEDS, `${SECONDS} s of the screen on a lab`, () => {
  it('leave its heap flat, no stray byte on the terminal, and the totals that the kernel has', {
    timeout: (SECONDS + 90) * 1000,
  }, async () => {
    await ensureBuilt();
    await using host = await PrivateHost.create();
    await host.sh(METERED);
    const agent = `${ROOT}/test/kernel/heap-agent.mjs`;
    await using tmux = await Tmux.start({
      cols: 120,
      rows: 36,
      command: [process.execPath, '--import', agent, CLI, '--lab', 'bridge', '--sort', 'a'],
      inHost: host,
      env: { LANG: 'C.UTF-8', XDG_STATE_HOME: '/run/state', HEAP_LOG },
    });
    await tmux.until(/● (tracepoint|kprobe|fentry)[\s\S]*meter0 +host/);
    const read = async () => ({
      there: await countersOf(host, 'meter0'),
      back: await countersOf(host, 'eth0', 'meter'),
      less: await countersOf(host, 'less0'),
    });
    const before = await read();
    const traffic = [
      await host.spawn('ping', ['-q', '-i', String(1 / METER_PER_SECOND), '-w', String(SECONDS), '10.251.4.2']),
      await host.spawn('ping', ['-q', '-i', String(1 / LESS_PER_SECOND), '-s', '1300', '-w', String(SECONDS), '10.251.3.2']),
    ];
    const ended = Promise.all(traffic.map(({ ended: end }) => end)).then(() => true);
    const views = ['1', '2', '3', '4', '5'];
    for (let turn = 0; !(await Promise.race([ended, sleep(LOOK_EVERY_MS, false)])); turn++) {
      await tmux.send(views[turn % views.length] ?? '1');
      await expectClean(tmux);
    }

    const after = await read();
    const there = after.there.handed - before.there.handed;
    const back = after.back.handed - before.back.handed;
    const lost = after.less.dropped - before.less.dropped;
    expect(there).toBeGreaterThan(SECONDS * 20);
    expect(lost).toBeGreaterThan(SECONDS * 5);
    // Others on this machine may fill the maps of the probes: then a new program takes over, and what it missed is told.
    const notCountedS = Number(/([\d.]+) s not counted/.exec((await tmux.capture())[0] ?? '')?.[1] ?? 0);
    const missing = (perSecond: number): number => (notCountedS === 0 ? 0 : Math.ceil((notCountedS + 0.5) * perSecond));
    const explains = (shown: number, real: number, perSecond: number): boolean =>
      shown <= real && shown >= real - missing(perSecond);
    await tmux.send('1', '/');
    await tmux.type('meter0');
    await tmux.send('Enter');
    await tmux.until(/filter meter0/);
    await tmux.send('Enter');
    let rows: readonly string[] = [];
    const totals = async (): Promise<boolean> => {
      rows = await tmux.capture();
      const [, ab = '', ba = ''] = /so far +A→B ([\d,]+) packets.* B→A ([\d,]+) packets/.exec(rows.join('\n')) ?? [];
      return explains(numberOf(ab), there, METER_PER_SECOND) && explains(numberOf(ba), back, METER_PER_SECOND);
    };
    await until(totals, { what: () => `A→B ${there} and B→A ${back} packets in\n${rows.join('\n')}` });
    await tmux.send('4', '/');
    await tmux.type('/less/');
    await tmux.send('Enter');
    await tmux.until(/filter \/less\//);
    const listed = async (): Promise<boolean> => {
      rows = await tmux.capture();
      return explains(refused(rows), lost, LESS_PER_SECOND);
    };
    await until(listed, { what: () => `${lost} drops of less0 in\n${rows.join('\n')}` });
    await expectClean(tmux);

    const log = (await host.sh(`cat ${HEAP_LOG}`)).trim().split('\n');
    const samples = log.map((line): Sample => JSON.parse(line));
    // A leak shows in every window; the probes also see what others on this machine begin and end meanwhile.
    const warm = samples.slice(Math.floor(samples.length / 3));
    const size = Math.floor(warm.length / WINDOWS);
    const windows = Array.from({ length: WINDOWS }, (_, index) => medians(warm.slice(index * size, (index + 1) * size)));
    const growth = windows.slice(1).map(({ heapBytes }, index) => heapBytes / (windows[index]?.heapBytes ?? 0));
    expect(Math.min(...growth), `the heap grew in every window: ${growth}`).toBeLessThanOrEqual(MOST_GROWTH);
    expect(windows.at(-1)?.fds).toBeLessThanOrEqual((windows[0]?.fds ?? 0) + 1);
    await tmux.send('q');
  });
});
