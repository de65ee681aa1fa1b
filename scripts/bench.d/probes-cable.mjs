// The cable that is flooded: two namespaces, one pair, a sender and a receiver on a CPU of their own.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const FLOOD = fileURLToPath(new URL('./probes-flood.mjs', import.meta.url));
const PORT = '9';
const RECEIVER = '10.253.7.2';
/** Ethernet, IPv4 and UDP headers: 64-byte frames. */
const PAYLOAD_BYTES = String(64 - 14 - 20 - 8);
/** Caches, queues and the CPU's clock come to rest. */
const WARM_UP_MS = 100;

const SET_UP = `
for ns in red blue; do
  ip netns add $ns
  ip netns exec $ns sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
done
ip -n red link add eth0 type veth peer name eth0 netns blue
ip -n red addr add 10.253.7.1/24 dev eth0
ip -n blue addr add 10.253.7.2/24 dev eth0
ip -n red link set eth0 up
ip -n blue link set eth0 up
`;

/** Alone on its CPU while it runs: in real time, ahead of what else this machine does. */
function flood(namespace, cpu, ...args) {
  const command = [
    'netns',
    'exec',
    namespace,
    'chrt',
    '--fifo',
    '1',
    'taskset',
    '-c',
    String(cpu),
    process.execPath,
    FLOOD,
    ...args,
  ];
  return spawn('ip', command, { stdio: ['ignore', 'pipe', 'inherit'] });
}

export async function makeCable() {
  execFileSync('bash', ['-euc', SET_UP]);
  const receiver = flood('blue', availableParallelism() > 1 ? 1 : 0, 'receive', PORT);
  await once(receiver.stdout, 'data');
  const sender = flood('red', 0, 'send', RECEIVER, PORT, PAYLOAD_BYTES);
  const ended = new Promise((_, reject) => {
    for (const child of [sender, receiver]) child.once('exit', code => reject(new Error(`the flood ended with ${code}`)));
  });
  ended.catch(() => undefined);
  await sleep(500);
  sender.kill('SIGSTOP');

  /** Packets that the kernel says the receiving end got. */
  const received = () => {
    const line = readFileSync(`/proc/${receiver.pid}/net/dev`, 'latin1')
      .split('\n')
      .find(text => text.trim().startsWith('eth0:'));
    return Number(line?.split(':')[1]?.trim().split(/\s+/)[1]);
  };
  /** The sender's own time on its CPU, softirqs on it included, in ns (proc_pid_schedstat). */
  const runtimeNs = () => Number(readFileSync(`/proc/${sender.pid}/schedstat`, 'latin1').split(' ')[0]);
  const read = () => ({ packets: received(), runtimeNs: runtimeNs(), atNs: Number(process.hrtime.bigint()) });

  return {
    /** Floods for so long; packets per second by the clock, and the sender's CPU time per packet. */
    async measure(windowMs) {
      sender.kill('SIGCONT');
      await sleep(WARM_UP_MS);
      const from = read();
      await Promise.race([sleep(windowMs), ended]);
      const to = read();
      sender.kill('SIGSTOP');
      const packets = to.packets - from.packets;
      return { perSecond: (packets * 1e9) / (to.atNs - from.atNs), cpuNs: (to.runtimeNs - from.runtimeNs) / packets };
    },
    end() {
      for (const child of [sender, receiver]) {
        child.removeAllListeners('exit');
        child.kill('SIGKILL');
      }
    },
  };
}
