/** The NAPI path of veth: a ring of 256 packets at the receiver, with GRO or XDP. */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { int32, pinXdpVerdict, sched_setaffinity, sched_setscheduler } from '../syscalls.mjs';
import { run } from '../world.mjs';

const SCHED_OTHER = 0;
const SCHED_FIFO = 1;
const XDP_DROP = 1;

/** Without GRO at the receiver, or with TSO at the sender, veth takes the common path (veth_skb_is_eligible_for_gro). */
function useRing(world) {
  world.later(() => {
    world.run('b', 'ethtool', '-K', world.name('b'), 'gro', 'on');
    world.run('a', 'ethtool', '-K', world.name('a'), 'tso', 'off');
  });
}

/**
 * Sends while the receiver can't run: its NAPI is a thread on this CPU, and this program goes before all threads there. So the
 * ring fills, exactly.
 */
function sendAgainstASleepingReceiver(world, count) {
  const end = world.name('b');
  // `ip netns exec` mounts the namespace's own /sys.
  run('ip', ['netns', 'exec', world.name('b'), 'sh', '-c', `echo 1 >/sys/class/net/${end}/threaded`]);
  const threads = napiThreads(end);
  if (threads.length === 0) throw new Error(`${end} has no NAPI thread`);
  for (const pid of threads) sched_setaffinity(pid, 8, cpus(0));
  sched_setaffinity(0, 8, cpus(0));
  sched_setscheduler(0, SCHED_FIFO, int32(50));
  try {
    world.send('a', 'b', count, { batch: count });
  } finally {
    sched_setscheduler(0, SCHED_OTHER, int32(0));
    sched_setaffinity(0, 8, cpus(0, 1));
  }
}

/** Kernel threads `napi/LINK-ID`; comm is cut at 15 bytes. */
function napiThreads(link) {
  const prefix = `napi/${link}-`.slice(0, 15);
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name) && commOf(name).startsWith(prefix))
    .map(Number);
}

function commOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'latin1');
  } catch {
    return '';
  }
}

function cpus(...numbers) {
  const mask = Buffer.alloc(8);
  mask.writeUInt32LE(numbers.reduce((bits, cpu) => bits | (1 << cpu), 0));
  return mask;
}

export default {
  gro: {
    build: world => {
      world.cable();
      useRing(world);
    },
    traffic: world => world.send('a', 'b', 1000),
  },
  ringfull: {
    needs: ['machine'],
    build: world => {
      world.cable();
      useRing(world);
    },
    traffic: world => sendAgainstASleepingReceiver(world, 400),
  },
  // With a queueing discipline new kernels give a packet back (NETDEV_TX_BUSY) and take it again later.
  busy: {
    needs: ['machine'],
    build: world => {
      world.cable();
      useRing(world);
      world.later(() => world.run('a', 'tc', 'qdisc', 'add', 'dev', world.name('a'), 'root', 'pfifo', 'limit', '1000'));
    },
    traffic: world => sendAgainstASleepingReceiver(world, 400),
  },
  xdp: {
    needs: ['bpffs'],
    build: world => {
      world.cable();
      world.later(() => {
        const path = `/sys/fs/bpf/${world.name('drop')}`;
        rmSync(path, { force: true });
        pinXdpVerdict(XDP_DROP, path);
        world.ip('b', `link set ${world.name('b')} xdp pinned ${path}`);
        rmSync(path);
      });
    },
    traffic: world => world.send('a', 'b', 200),
  },
};
