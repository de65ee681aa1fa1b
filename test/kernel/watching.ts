/** A running `watch --json` in a private host, and traffic of an exact number of packets. */
import type { WatchLine, WatchPair } from '../../src/output/json.js';
import type { HostProcess } from '../support/host-process.js';
import type { PrivateHost } from '../support/private-host.js';

/**
 * Two namespaces and a pair on which nothing moves by itself: neighbours are known, IPv6 is off, the receiver listens.
 * One end is `left`, in the namespace `l`, 10.251.7.1; the other `right` in `r`, 10.251.7.2.
 */
export const SILENT_PAIR = `
ip netns add l; ip netns add r
for n in l r; do ip netns exec $n sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1; done
ip -n l link add left address 02:00:00:00:07:01 type veth peer name right address 02:00:00:00:07:02 netns r
ip -n l addr add 10.251.7.1/24 dev left; ip -n r addr add 10.251.7.2/24 dev right
ip -n l link set left up; ip -n r link set right up
ip -n l neigh add 10.251.7.2 lladdr 02:00:00:00:07:02 dev left nud permanent
ip -n r neigh add 10.251.7.1 lladdr 02:00:00:00:07:01 dev right nud permanent
`;

/** Sends UDP datagrams one after another, and ends; a packet that is refused counts as sent. */
const SENDER = `
const [count, bytes, address] = process.argv.slice(1);
const socket = require('node:dgram').createSocket('udp4');
let left = Number(count);
const next = () => left-- > 0 ? socket.send(Buffer.alloc(Number(bytes)), 9, address, () => (left % 50 === 0 ? setTimeout(next, 2) : next())) : socket.close();
socket.bind(() => next());
`;

const RECEIVER = `require('node:dgram').createSocket('udp4').bind(9, () => console.log('ready'))`;

export async function startReceiver(host: PrivateHost, namespace: string): Promise<HostProcess> {
  const receiver = await host.spawn('ip', ['netns', 'exec', namespace, process.execPath, '-e', RECEIVER]);
  await receiver.until(one => one.stdout.includes('ready'), { what: 'the receiver to listen' });
  return receiver;
}

/** `bytes` of payload in each datagram. */
export async function send(host: PrivateHost, namespace: string, address: string, count: number, bytes = 22): Promise<void> {
  const { exitCode, stderr } = await host.exec('ip', [
    'netns',
    'exec',
    namespace,
    process.execPath,
    '-e',
    SENDER,
    `${count}`,
    `${bytes}`,
    address,
  ]);
  if (exitCode !== 0) throw new Error(`the sender failed: ${stderr}`);
}

export class Watching {
  private constructor(readonly process: HostProcess) {}

  static async start(host: PrivateHost, args: readonly string[] = []): Promise<Watching> {
    const watching = new Watching(await host.spawnVethtop(['watch', '--json', '-d', '0.5', ...args]));
    await watching.until('the first report', line => line);
    return watching;
  }

  lines(): WatchLine[] {
    return this.process.lines().map((line): WatchLine => JSON.parse(line));
  }

  /** The answer to the newest line, once there is one. */
  until<T>(what: string, ask: (line: WatchLine) => T): Promise<Exclude<T, null | undefined | false>> {
    return this.process.until(
      () => {
        const newest = this.lines().at(-1);
        return newest === undefined ? undefined : ask(newest);
      },
      {
        what: () => `${what}; last: ${this.process.lines().at(-1)?.slice(0, 2000)}; stderr: ${this.process.stderr}`,
        timeoutMs: 20_000,
      },
    );
  }

  /** The reports that come after now. */
  async next(count: number): Promise<WatchLine[]> {
    const seen = this.lines().length;
    await this.until(`${count} more reports`, () => this.lines().length >= seen + count);
    return this.lines().slice(seen);
  }
}

/** The pair with an end of that name, and which end that is. */
export function pairOf(
  line: WatchLine,
  name: string,
): { readonly pair: WatchPair; readonly out: 'ab' | 'ba'; readonly end: 'a' | 'b' } {
  for (const pair of line.pairs) {
    if (pair.a.name === name) return { pair, out: 'ab', end: 'a' };
    if (pair.b?.name === name) return { pair, out: 'ba', end: 'b' };
  }
  throw new Error(`no pair with ${name} in ${JSON.stringify(line.pairs.map(({ id }) => id))}`);
}
