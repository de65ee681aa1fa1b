// Hands every packet that comes in by one link to the peer of another, as Cilium does. argv: dist folder, ifindex in, ifindex out.
// The four instructions: r1 = out; r2 = 0; call bpf_redirect_peer (155); exit.
const [dist, from, to] = process.argv.slice(2);
const { syscalls } = await import(`${dist}/netlink/syscalls.js`);
const { bpf, address } = syscalls();

const PROG_LOAD = 5;
const LINK_CREATE = 28;
const SCHED_CLS = 3;
const TCX_INGRESS = 46;

const program = Buffer.from('b701000000000000b702000000000000850000009b0000009500000000000000', 'hex');
program.writeInt32LE(Number(to), 4);
const license = Buffer.from('GPL\0');
const load = Buffer.alloc(128);
load.writeUInt32LE(SCHED_CLS, 0);
load.writeUInt32LE(program.length / 8, 4);
load.writeBigUInt64LE(address(program), 8);
load.writeBigUInt64LE(address(license), 16);
const loaded = bpf(PROG_LOAD, load);

const link = Buffer.alloc(64);
link.writeInt32LE(loaded.value, 0);
link.writeUInt32LE(Number(from), 4);
link.writeUInt32LE(TCX_INGRESS, 8);
const attached = loaded.errno === 0 ? bpf(LINK_CREATE, link) : loaded;
console.log(attached.errno === 0 ? 'attached' : `refused: errno ${attached.errno}`);
// The link lives as long as its fd.
setInterval(() => undefined, 1 << 30);
