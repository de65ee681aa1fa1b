/** One scenario's namespaces, links and sockets. Everything is named after the scenario, so that scenarios stand side by side. */
import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { inNamespace } from './syscalls.mjs';
import { Receiver, Sender, sendFrames } from './traffic.mjs';

/** Runs a program to its end. @throws Error with its stderr. */
export function run(file, args, { input = '', namespace = null } = {}) {
  const start = () => spawnSync(file, args, { input, encoding: 'utf8', timeout: 60_000 });
  const { status, stdout, stderr, error } = namespace === null ? start() : inNamespace(namespace, start);
  if (status !== 0) throw new Error(`${file} ${args.join(' ')}: ${error?.message ?? stderr.trim()}\n${input}`);
  return stdout;
}

/** Builds many worlds with few programs: started one by one they would take minutes in an emulated machine. */
export async function build(worlds) {
  const all = name => worlds.flatMap(world => world[name]);
  batch(all('namespaceLines'));
  for (const world of worlds) world.silence();
  batch(all('pairLines'));
  for (const world of worlds) {
    for (const [namespace, lines] of world.lines) batch(lines, namespace);
    world.built = true;
  }
  for (const step of all('steps')) await step();
}

function batch(lines, namespace = null) {
  run('ip', ['-batch', '-'], { input: `${lines.join('\n')}\n`, namespace });
}

export class World {
  /** Ends of pairs; their names are unique on the host. */
  ends = [];
  received = 0;
  sent = 0;
  /** What build() does, in this order. */
  namespaceLines = [];
  pairLines = [];
  lines = new Map();
  steps = [];
  built = false;
  #sequence = 0;
  #receivers = [];

  /** @param key up to ten characters: what every name starts with. @param number unique among the scenarios. */
  constructor(key, number) {
    this.key = key;
    this.number = number;
  }

  /** `a` → `plain-a`. */
  name(part) {
    return `${this.key}-${part}`;
  }

  address(host) {
    return `10.77.${this.number}.${host}`;
  }

  mac(host) {
    const byte = value => value.toString(16).padStart(2, '0');
    return ['02', '77', '00', byte(this.number), byte(host >> 8), byte(host & 0xff)].join(':');
  }

  /** Lines for `ip -batch` in a namespace: at once, or while building with all others. */
  ip(namespace, ...lines) {
    const name = this.name(namespace);
    if (this.built) batch(lines, name);
    else this.lines.set(name, [...(this.lines.get(name) ?? []), ...lines]);
  }

  /** What is to be done once everything is built. */
  later(step) {
    this.steps.push(step);
  }

  run(namespace, file, ...args) {
    return run(file, args, { namespace: this.name(namespace) });
  }

  set(namespace, sysctl, value) {
    inNamespace(this.name(namespace), () => writeFileSync(`/proc/sys/net/${sysctl}`, String(value)));
  }

  namespaces(...parts) {
    this.namespaceLines.push(...parts.map(part => `netns add ${this.name(part)}`));
  }

  /** Nothing speaks by itself. */
  silence() {
    for (const line of this.namespaceLines) {
      inNamespace(line.split(' ').at(-1), () => {
        for (const links of ['all', 'default']) writeFileSync(`/proc/sys/net/ipv6/conf/${links}/disable_ipv6`, '1');
      });
    }
  }

  /** @param ends `[{ end, namespace, host?, index? }]`: two of them; `host` gives an end its address and MAC. */
  pair(ends) {
    const [one, other] = ends.map(({ end, namespace, host, index }) => {
      this.ends.push({ name: this.name(end), namespace: this.name(namespace) });
      const mac = this.mac(host ?? 0x100 + ++this.#sequence);
      return `${index === undefined ? '' : `index ${index} `}name ${this.name(end)} address ${mac} netns ${this.name(namespace)}`;
    });
    this.pairLines.push(`link add ${one} type veth peer ${other}`);
    for (const { end, namespace, host } of ends) {
      if (host !== undefined) this.ip(namespace, `addr add ${this.address(host)}/24 dev ${this.name(end)}`);
      this.ip(namespace, `link set ${this.name(end)} up`);
    }
  }

  /** Makes `namespace` know the MAC of an address, so that no ARP is sent. */
  neighbour(namespace, end, host, mac = this.mac(host)) {
    this.ip(namespace, `neigh replace ${this.address(host)} lladdr ${mac} dev ${this.name(end)} nud permanent`);
  }

  /** One pair between the namespaces `a` (.1) and `b` (.2). */
  cable({ index } = {}) {
    this.namespaces('a', 'b');
    this.pair([
      { end: 'a', namespace: 'a', host: 1, index },
      { end: 'b', namespace: 'b', host: 2, index },
    ]);
    this.neighbour('a', 'a', 2);
    this.neighbour('b', 'b', 1);
  }

  /** `a` (.1) and `b` (.2), each with a pair to a port of the bridge `br0` in `m`: the ports are `pa` and `pb`. */
  bridged({ bridge = '' } = {}) {
    this.namespaces('m', 'a', 'b');
    this.ip('m', `link add name br0 type bridge stp_state 0 forward_delay 0 mcast_snooping 0 ${bridge}`, 'link set br0 up');
    this.ported('a', { end: 'a', namespace: 'a', host: 1 });
    this.ported('b', { end: 'b', namespace: 'b', host: 2 });
    this.neighbour('a', 'a', 2);
    this.neighbour('b', 'b', 1);
  }

  /** A pair whose other end is the port `pNAME` of the bridge. */
  ported(name, end) {
    this.pair([end, { end: `p${name}`, namespace: 'm' }]);
    this.ip('m', `link set ${this.name(`p${name}`)} master br0`);
  }

  link(namespace, end) {
    const [link] = JSON.parse(this.run(namespace, 'ip', '-j', '-d', 'link', 'show', this.name(end)));
    return link;
  }

  /** UDP datagrams from one namespace to a socket in another, received as they come. Frames have 42 bytes more. */
  send(from, to, count, { payloadBytes = 64, segmentBytes = 0, host = { a: 1, b: 2 }[to], batch } = {}) {
    const receiver = new Receiver(this.name(to));
    this.#receivers.push(receiver);
    const sender = new Sender(this.name(from), this.address(host), { segmentBytes, drain: () => receiver.drain() });
    sender.send(count, payloadBytes, batch);
    this.sent += sender.sent;
  }

  /** One Ethernet frame out of an end, `count` times. */
  frames(namespace, end, count, bytes) {
    sendFrames(this.name(namespace), this.name(end), bytes, count);
    this.sent += count;
  }

  /** Takes what has arrived late. */
  drain() {
    for (const receiver of this.#receivers) receiver.drain();
    this.received = this.#receivers.reduce((sum, { received }) => sum + received, 0);
  }
}

/** Removes what was built, or half built. Sockets are closed by the end of the program. */
export function remove(worlds) {
  const made = worlds.flatMap(world => world.namespaceLines.map(line => line.split(' ').at(-1)));
  batch(made.filter(name => existsSync(`/run/netns/${name}`)).map(name => `netns del ${name}`));
}
