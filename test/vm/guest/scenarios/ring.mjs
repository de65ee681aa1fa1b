/** The NAPI path of veth: a ring of 256 packets at the receiver, with GRO or XDP. */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { int32, pinXdpVerdict, sched_setaffinity, sched_setscheduler } from '../syscalls.mjs';

const SCHED_OTHER = 0;
const SCHED_FIFO = 1;
const XDP_DROP = 1;

const groOn = world => world.then(() => world.run('b', 'ethtool', '-K', world.name('b'), 'gro', 'on'));

/**
 * Sends while the receiver can't run: its NAPI is a thread on this CPU, and this program goes before all threads there. So the
 * ring fills, exactly.
 */
function sendAgainstASleepingReceiver(world, count) {
  const end = world.name('b');
  const enable = `mount -t sysfs sysfs /sys && echo 1 >/sys/class/net/${end}/threaded`;
  world.run('b', 'unshare', '--mount', '--propagation', 'private', 'sh', '-ec', enable);
  const threads = napiThreads(end);
  for (const pid of threads) sched_setaffinity(pid, 8, cpus(0));
  sched_setaffinity(0, 8, cpus(0));
  sched_setscheduler(0, SCHED_FIFO, int32(50));
  try {
    world.send('a', 'b', count);
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
      groOn(world);
    },
    traffic: world => world.send('a', 'b', 1000),
  },
  ringfull: {
    needs: ['machine'],
    build: world => {
      world.cable();
      groOn(world);
    },
    traffic: world => sendAgainstASleepingReceiver(world, 400),
  },
  // With a queueing discipline new kernels give a packet back (NETDEV_TX_BUSY) and take it again later.
  busy: {
    needs: ['machine'],
    build: world => {
      world.cable();
      groOn(world);
      world.then(() => world.run('a', 'tc', 'qdisc', 'add', 'dev', world.name('a'), 'root', 'pfifo', 'limit', '1000'));
    },
    traffic: world => sendAgainstASleepingReceiver(world, 400),
  },
  xdp: {
    needs: ['bpffs'],
    build: world => {
      world.cable();
      world.then(() => {
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
