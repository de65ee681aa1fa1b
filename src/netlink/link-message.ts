/** RTM_NEWLINK / RTM_DELLINK ↔ Link (rtnetlink(7), net/core/rtnetlink.c: rtnl_fill_ifinfo). Pure. */
import { VethtopError } from '../core/errors.js';
import { sanitiseBytes } from '../core/text.js';
import { type Counters, type Link, linkKey, type OperState } from '../inventory/model.js';
import { attribute, eachAttribute, i32, readI32, readName, readU8, readU32, readU64, u32 } from './codec.js';
import { IFF, IFLA, IFLA_INFO, RTEXT_FILTER_SKIP_STATS } from './constants.js';

/** struct ifinfomsg, <linux/rtnetlink.h>. */
const IFINFOMSG_BYTES = 16;

/** RFC 2863 states by number, <linux/if.h> IF_OPER_*. */
const OPER_STATES: readonly OperState[] = ['UNKNOWN', 'NOTPRESENT', 'DOWN', 'LOWERLAYERDOWN', 'TESTING', 'DORMANT', 'UP'];

/** struct rtnl_link_stats64, <linux/if_link.h>: offsets of the u64 fields in order. */
function decodeCounters(buffer: Buffer, start: number, end: number): Counters {
  const field = (index: number): number => readU64(buffer, start + index * 8, end);
  return {
    rxPackets: field(0),
    txPackets: field(1),
    rxBytes: field(2),
    txBytes: field(3),
    rxErrors: field(4),
    txErrors: field(5),
    rxDropped: field(6),
    txDropped: field(7),
  };
}

function decodeMac(buffer: Buffer, start: number, end: number): string | null {
  if (end === start) return null;
  return buffer.toString('hex', start, end).replace(/(..)(?=.)/g, '$1:');
}

/**
 * The link in a message's payload. `nsid` is the namespace that was asked; IFLA_LINK_NETNSID is given as it stands, in
 * the asking socket's id space. `addresses` is null: they come by another message.
 */
export function decodeLink(buffer: Buffer, start: number, end: number, nsid: number): Link {
  if (end - start < IFINFOMSG_BYTES) {
    throw new VethtopError({ code: 'malformed', what: 'malformed link message', why: `${end - start} bytes` });
  }
  const ifindex = buffer.readInt32LE(start + 4);
  const flags = buffer.readUInt32LE(start + 8);
  let name = '';
  let rawName = '';
  let mac: string | null = null;
  let mtu = 0;
  let operState: OperState = 'UNKNOWN';
  let carrier: boolean | null = null;
  let master: number | null = null;
  let lowerIfindex: number | null = null;
  let lowerNsid: number | null = null;
  let counters: Counters | null = null;
  let kind: string | null = null;
  let portKind: string | null = null;
  let altNames: string[] | undefined;

  eachAttribute(buffer, start + IFINFOMSG_BYTES, end, (type, from, to) => {
    switch (type) {
      case IFLA.IFNAME: {
        const bytes = readName(buffer, from, to);
        rawName = bytes.toString('latin1');
        name = sanitiseBytes(bytes);
        break;
      }
      case IFLA.ADDRESS:
        mac = decodeMac(buffer, from, to);
        break;
      case IFLA.MTU:
        mtu = readU32(buffer, from, to);
        break;
      case IFLA.LINK:
        lowerIfindex = readI32(buffer, from, to);
        break;
      case IFLA.MASTER:
        master = readU32(buffer, from, to);
        break;
      case IFLA.OPERSTATE:
        operState = OPER_STATES[readU8(buffer, from, to)] ?? 'UNKNOWN';
        break;
      case IFLA.CARRIER:
        carrier = readU8(buffer, from, to) === 1;
        break;
      case IFLA.LINK_NETNSID:
        lowerNsid = readI32(buffer, from, to);
        break;
      case IFLA.STATS64:
        counters = decodeCounters(buffer, from, to);
        break;
      case IFLA.LINKINFO:
        eachAttribute(buffer, from, to, (infoType, infoFrom, infoTo) => {
          if (infoType === IFLA_INFO.KIND) kind = sanitiseBytes(readName(buffer, infoFrom, infoTo));
          else if (infoType === IFLA_INFO.SLAVE_KIND) portKind = sanitiseBytes(readName(buffer, infoFrom, infoTo));
        });
        break;
      case IFLA.PROP_LIST:
        eachAttribute(buffer, from, to, (propType, propFrom, propTo) => {
          if (propType !== IFLA.ALT_IFNAME) return;
          altNames ??= [];
          altNames.push(sanitiseBytes(readName(buffer, propFrom, propTo)));
        });
        break;
    }
  });

  return {
    key: linkKey(nsid, ifindex),
    nsid,
    ifindex,
    name,
    rawName,
    altNames: altNames ?? NO_NAMES,
    kind,
    mac,
    mtu,
    flags,
    adminUp: (flags & IFF.UP) !== 0,
    loopback: (flags & IFF.LOOPBACK) !== 0,
    operState,
    carrier,
    master,
    portKind,
    lowerIfindex,
    lowerNsid,
    addresses: null,
    counters,
  };
}

const NO_NAMES: readonly string[] = [];

export interface LinkQuery {
  /** Namespace to ask about, in the socket's id space; undefined: the socket's own. */
  readonly nsid?: number;
  /** One link; undefined: all. */
  readonly ifindex?: number;
  /** Only links of this kind (a dump's filter). */
  readonly kind?: string;
  readonly counters: boolean;
}

/** The payload of an RTM_GETLINK request. */
export function encodeLinkQuery({ nsid, ifindex, kind, counters }: LinkQuery): Buffer {
  const head = Buffer.alloc(IFINFOMSG_BYTES);
  if (ifindex !== undefined) head.writeInt32LE(ifindex, 4);
  const parts: Buffer[] = [head];
  if (nsid !== undefined) parts.push(attribute(IFLA.TARGET_NETNSID, i32(nsid)));
  if (kind !== undefined) parts.push(attribute(IFLA.LINKINFO, attribute(IFLA_INFO.KIND, Buffer.from(`${kind}\0`))));
  if (!counters) parts.push(attribute(IFLA.EXT_MASK, u32(RTEXT_FILTER_SKIP_STATS)));
  return Buffer.concat(parts);
}
