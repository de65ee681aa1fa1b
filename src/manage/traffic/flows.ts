/**
 * The sending side, one function per kind. What goes wrong on the way is not an error here: labs exist in which packets die.
 */
import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { connect, isIPv6, type Socket } from 'node:net';
import type { FlowConfig } from './config.js';
import { pace } from './pace.js';

const RECONNECT_MS = 1_000;
/** More than this unsent: the other side doesn't read, or packets are lost. */
const BACKLOG_BYTES = 65_536;

type FlowOf<K extends FlowConfig['kind']> = { [P in K]: Extract<FlowConfig, { kind: P }> }[K];

const STARTERS: { readonly [K in FlowConfig['kind']]: (flow: FlowOf<K>) => void } = {
  udp: startUdp,
  tcp: startTcp,
  ping: startPing,
};

/** Runs until the process ends. */
export function startFlow<K extends FlowConfig['kind']>(flow: FlowOf<K>): void {
  const kind: K = flow.kind;
  STARTERS[kind](flow);
}

function startUdp(flow: FlowOf<'udp'>): void {
  const socket = createSocket(isIPv6(flow.to) ? 'udp6' : 'udp4');
  const payload = Buffer.alloc(flow.bytes);
  const ignore = () => {};
  socket.on('error', ignore);
  socket.bind(() => {
    // A broadcast address is refused otherwise.
    socket.setBroadcast(true);
    socket.connect(flow.port, flow.to, () => pace(flow, () => socket.send(payload, ignore)));
  });
}

function startTcp(flow: FlowOf<'tcp'>): void {
  const payload = Buffer.alloc(flow.bytes);
  let connected: Socket | null = null;
  const open = () => {
    const socket = connect({ host: flow.to, port: flow.port, noDelay: true });
    socket.on('connect', () => {
      connected = socket;
    });
    socket.on('data', () => {});
    socket.on('error', () => {});
    socket.on('close', () => {
      connected = null;
      setTimeout(open, RECONNECT_MS);
    });
  };
  open();
  pace(flow, () => {
    if (connected !== null && connected.writableLength < BACKLOG_BYTES) connected.write(payload);
  });
}

/** ping(8) has the privileged socket that Node has not; it goes with this process, however that ends. */
function startPing({ to, packetsPerSecond, bytes }: FlowOf<'ping'>): void {
  const args = ['-n', '-q', '-i', String(Math.max(0.002, 1 / packetsPerSecond)), '-s', String(bytes), to];
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', 'ping', ...args], { stdio: 'ignore' });
  child.on('error', error => {
    throw error;
  });
  child.on('exit', code => {
    if (code !== null && code > 2) throw new Error(`ping could not be started (exit status ${code})`);
  });
}
