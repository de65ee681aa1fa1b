/**
 * Whether a link may leave its namespace. Kernels tell in three ways: IFLA_NETNS_IMMUTABLE (since 6.15), the device feature
 * `netns-local` that `ethtool -k` shows (until 6.11), and in between not at all.
 */
import { closeSync, constants, openSync } from 'node:fs';
import { run } from '../../core/run.js';
import type { Link } from '../../inventory/model.js';
import { attribute, eachAttribute, i32, readU8 } from '../../netlink/codec.js';
import { RTM } from '../../netlink/constants.js';
import { encodeNsidRequest } from '../../netlink/nsid-message.js';
import { RequestSocket } from '../../netlink/request-socket.js';
import { syscalls } from '../../netlink/syscalls.js';
import { execIn, type Place } from '../place.js';
import { commandName } from '../resolve.js';
import type { Immovable } from './model.js';

/** <linux/if_link.h>, since 6.15. */
const IFLA_NETNS_IMMUTABLE = 67;
const IFLA_TARGET_NETNSID = 46;
/** struct ifinfomsg. */
const IFINFOMSG_BYTES = 16;
/** Kinds that set the flag on every kernel (grep for netns_immutable in drivers/net and net): for kernels that don't tell. */
const KINDS: ReadonlySet<string> = new Set(['bridge', 'vrf', 'openvswitch', 'hsr', 'batadv', 'team', 'bond']);
const NSID = 1;

export interface NetnsLocalSources {
  /** undefined: this kernel has no such attribute. */
  readonly kernel: (ifindex: number, file: string) => boolean | undefined;
  /** What `ethtool -k` prints; null: it is missing, or fails. */
  readonly ethtool: (link: string, place: Place) => Promise<string | null>;
}

/** null: it can move. `file` is an nsfs file of its namespace. */
export async function readImmovable(
  link: Link,
  place: Place,
  file: string,
  sources: NetnsLocalSources = { kernel: askKernel, ethtool: askEthtool },
): Promise<Immovable | null> {
  const told = sources.kernel(link.ifindex, file);
  if (told !== undefined) return told ? { feature: 'netns-immutable (IFLA_NETNS_IMMUTABLE)' } : null;
  const feature = parseNetnsLocal((await sources.ethtool(commandName(link), place)) ?? '');
  if (feature !== undefined) return feature ? { feature: 'netns-local: on [fixed] (ethtool -k)' } : null;
  return link.loopback || (link.kind !== null && KINDS.has(link.kind)) ? { feature: `kind ${link.kind ?? 'loopback'}` } : null;
}

/**
 * undefined: this kernel has no such attribute. The socket is made in a namespace of its own, as the observer's is, so that
 * the ids of no other namespace change; one synchronous block, and an abort when the way back fails.
 */
function askKernel(ifindex: number, file: string): boolean | undefined {
  const sys = syscalls();
  const home = openSync('/proc/thread-self/ns/net', constants.O_RDONLY);
  const target = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    if (sys.unshareNet().errno !== 0) return undefined;
    const opened = sys.netlinkSocket();
    if (sys.setnsNet(home).errno !== 0) process.abort();
    if (opened.errno !== 0) return undefined;
    const socket = new RequestSocket(opened.value);
    try {
      socket.ask({ type: RTM.NEWNSID, body: encodeNsidRequest(target, NSID), dump: false }, () => {});
      return readAttribute(socket, ifindex);
    } finally {
      socket.close();
    }
  } finally {
    closeSync(target);
    closeSync(home);
  }
}

function readAttribute(socket: RequestSocket, ifindex: number): boolean | undefined {
  const head = Buffer.alloc(IFINFOMSG_BYTES);
  head.writeInt32LE(ifindex, 4);
  const body = Buffer.concat([head, attribute(IFLA_TARGET_NETNSID, i32(NSID))]);
  let immutable: boolean | undefined;
  socket.ask({ type: RTM.GETLINK, body, dump: false }, (buffer, { type, start, end }) => {
    if (type !== RTM.NEWLINK) return;
    eachAttribute(buffer, start + IFINFOMSG_BYTES, end, (kind, from, to) => {
      if (kind === IFLA_NETNS_IMMUTABLE) immutable = readU8(buffer, from, to) !== 0;
    });
  });
  return immutable;
}

async function askEthtool(link: string, place: Place): Promise<string | null> {
  const { file, args } = execIn(place, 'ethtool', '-k', link);
  try {
    return (await run(file, args, { timeoutMs: 5_000 })).stdout;
  } catch {
    // Not installed: the kinds that are known have to do.
    return null;
  }
}

/** undefined: this kernel has no such feature. */
export function parseNetnsLocal(text: string): boolean | undefined {
  const found = /^netns-local: (on|off)/m.exec(text)?.[1];
  return found === undefined ? undefined : found === 'on';
}
