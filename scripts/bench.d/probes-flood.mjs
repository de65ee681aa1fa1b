// One side of the flood, as its own process: `send ADDRESS PORT PAYLOAD_BYTES` or `receive PORT`, until it is killed.
// Many datagrams a call and no JavaScript per packet: node:dgram would measure itself.
import koffi from 'koffi';

const AF_INET = 2;
const SOCK_DGRAM = 2;
const SOL_SOCKET = 1;
const SO_RCVBUFFORCE = 33;
const MSG_WAITFORONE = 0x10000;
/** struct mmsghdr on 64-bit: a msghdr of 56 bytes (iov at 16, iovlen at 24), msg_len, padding. */
const MMSGHDR_BYTES = 64;
const BATCH = 256;
const RECEIVE_BUFFER_BYTES = 32 << 20;

const libc = koffi.load(null);
const socket = libc.func('int socket(int, int, int)');
const bind = libc.func('int bind(int, const uint8_t *, uint32_t)');
const connect = libc.func('int connect(int, const uint8_t *, uint32_t)');
const setsockopt = libc.func('int setsockopt(int, int, int, const uint8_t *, uint32_t)');
const sendmmsg = libc.func('int sendmmsg(int, _Inout_ uint8_t *, uint32_t, int)');
const recvmmsg = libc.func('int recvmmsg(int, _Inout_ uint8_t *, uint32_t, int, uint8_t *)');

function address(text, port) {
  const bytes = Buffer.alloc(16);
  bytes.writeUInt16LE(AF_INET, 0);
  bytes.writeUInt16BE(port, 2);
  text.split('.').forEach((part, index) => {
    bytes[4 + index] = Number(part);
  });
  return bytes;
}

function checked(what, value) {
  if (value < 0) throw new Error(`${what}: errno ${koffi.errno()}`);
  return value;
}

/** BATCH message headers that all point at one buffer. */
function batchOf(payload) {
  const iov = Buffer.alloc(16);
  iov.writeBigUInt64LE(koffi.address(payload), 0);
  iov.writeBigUInt64LE(BigInt(payload.length), 8);
  const headers = Buffer.alloc(MMSGHDR_BYTES * BATCH);
  for (let index = 0; index < BATCH; index++) {
    headers.writeBigUInt64LE(koffi.address(iov), index * MMSGHDR_BYTES + 16);
    headers.writeBigUInt64LE(1n, index * MMSGHDR_BYTES + 24);
  }
  return { headers, kept: [iov, payload] };
}

const ROLES = {
  send(to, port, payloadBytes) {
    const fd = checked('socket', socket(AF_INET, SOCK_DGRAM, 0));
    checked('connect', connect(fd, address(to, Number(port)), 16));
    const { headers } = batchOf(Buffer.alloc(Number(payloadBytes)));
    // A refusal (ECONNREFUSED before the receiver is there, ENOBUFS) is not the end of a flood.
    for (;;) sendmmsg(fd, headers, BATCH, 0);
  },
  receive(port) {
    const fd = checked('socket', socket(AF_INET, SOCK_DGRAM, 0));
    const size = Buffer.alloc(4);
    size.writeInt32LE(RECEIVE_BUFFER_BYTES);
    setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, size, 4);
    checked('bind', bind(fd, address('0.0.0.0', Number(port)), 16));
    process.stdout.write('ready\n', () => {
      const { headers } = batchOf(Buffer.alloc(2048));
      for (;;) checked('recvmmsg', recvmmsg(fd, headers, BATCH, MSG_WAITFORONE, null));
    });
  },
};

const [role, ...args] = process.argv.slice(2);
const run = ROLES[role];
if (run === undefined) throw new Error(`no role ${role}: one of ${Object.keys(ROLES).join(', ')}`);
run(...args);
