// A host with many namespaces, one pair each: p<n> in the host, a port of a bridge, and eth0 with an address in ns<n>.
import { spawnSync } from 'node:child_process';

/** A bridge takes 1,023 ports. */
const PORTS = 1000;

function ip(args, lines) {
  const { status, stderr } = spawnSync('ip', [...args, '-batch', '-'], { input: `${lines.join('\n')}\n`, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}

/** Adds namespaces from `from` up to `to`. */
export function buildHost(from, to) {
  const numbers = Array.from({ length: to - from }, (_, index) => from + index);
  const bridges = [...new Set(numbers.map(number => Math.floor(number / PORTS)))].filter(bridge => bridge * PORTS >= from);
  ip(
    [],
    bridges.flatMap(bridge => [`link add br${bridge} type bridge`, `link set br${bridge} up`]),
  );
  ip(
    [],
    numbers.map(number => `netns add ns${number}`),
  );
  ip(
    [],
    numbers.flatMap(number => [
      `link add p${number} type veth peer name eth0 netns ns${number}`,
      `link set p${number} master br${Math.floor(number / PORTS)} up`,
    ]),
  );
  for (const number of numbers) {
    ip(['-n', `ns${number}`], [`addr add 10.${Math.floor(number / 250)}.${number % 250}.2/24 dev eth0`, 'link set eth0 up']);
  }
}

/** What in the text of `vethtop ls --json` differs from what was built and from the ifindexes that `ip` shows; empty: nothing. */
export function wrongPairs(text, count) {
  const { stdout } = spawnSync('ip', ['-j', 'link'], { encoding: 'utf8', maxBuffer: 1 << 30 });
  const truth = new Map(JSON.parse(stdout).map(link => [link.ifname, link]));
  const pairs = new Map(JSON.parse(text).pairs.map(pair => [pair.a.name, pair]));
  const wrong = pairs.size === count ? [] : [`${pairs.size} pairs of ${count}`];
  for (let number = 0; number < count; number++) {
    const pair = pairs.get(`p${number}`);
    const real = truth.get(`p${number}`);
    const right =
      pair?.certainty === 'exact' &&
      pair.a.ifindex === real?.ifindex &&
      pair.b.name === 'eth0' &&
      pair.b.ifindex === real.link_index &&
      pair.b.namespace.name === `ns${number}` &&
      pair.b.addresses.includes(`10.${Math.floor(number / 250)}.${number % 250}.2/24`);
    if (!right) wrong.push(`p${number}`);
  }
  return wrong;
}
