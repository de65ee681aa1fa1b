/** RTM_NEWLINK / RTM_DELLINK ↔ Link (rtnetlink(7), net/core/rtnetlink.c: rtnl_fill_ifinfo). Pure. */
import { VethtopError } from '../core/errors.js';
import { sanitiseBytes } from '../core/text.js';
import type { LinkDetails, PortDetails } from '../inventory/link-details.js';
import { type Counters, type Link, linkKey, type OperState } from '../inventory/model.js';
import {
  AttributeIndex,
  attribute,
  eachAttribute,
  i32,
  readI32,
  readName,
  readU8,
  readU32,
  readU64,
  u32,
  zeroed,
} from './codec.js';
import { IFF, IFLA, IFLA_INFO, RTEXT_FILTER_SKIP_STATS } from './constants.js';
import { linkDetails, portDetails } from './link-kinds/index.js';

/** struct ifinfomsg, <linux/rtnetlink.h>. */
const IFINFOMSG_BYTES = 16;

/** RFC 2863 states by number, <linux/if.h> IF_OPER_*. */
const OPER_STATES: readonly OperState[] = ['UNKNOWN', 'NOTPRESENT', 'DOWN', 'LOWERLAYERDOWN', 'TESTING', 'DORMANT', 'UP'];

/** Counters that are read again and again into the same object. */
export type MutableCounters = { -readonly [Name in keyof Counters]: Counters[Name] };

export function emptyCounters(): MutableCounters {
  return { rxPackets: 0, txPackets: 0, rxBytes: 0, txBytes: 0, rxErrors: 0, txErrors: 0, rxDropped: 0, txDropped: 0 };
}

/** struct rtnl_link_stats64, <linux/if_link.h>: offsets of the u64 fields in order. */
function readCounters(into: MutableCounters, buffer: Buffer, start: number, end: number): void {
  into.rxPackets = readU64(buffer, start, end);
  into.txPackets = readU64(buffer, start + 8, end);
  into.rxBytes = readU64(buffer, start + 16, end);
  into.txBytes = readU64(buffer, start + 24, end);
  into.rxErrors = readU64(buffer, start + 32, end);
  into.txErrors = readU64(buffer, start + 40, end);
  into.rxDropped = readU64(buffer, start + 48, end);
  into.txDropped = readU64(buffer, start + 56, end);
}

function decodeCounters(buffer: Buffer, start: number, end: number): Counters {
  const counters = emptyCounters();
  readCounters(counters, buffer, start, end);
  return counters;
}

const HEX: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

function decodeMac(buffer: Buffer, start: number, end: number): string | null {
  if (end === start) return null;
  let text = HEX[buffer[start] ?? 0] ?? '';
  for (let at = start + 1; at < end; at++) text += `:${HEX[buffer[at] ?? 0]}`;
  return text;
}

/** Nearly every name: nothing in it to make harmless. */
const PLAIN = /^[\x20-\x7e]*$/;

function safeName(bytes: Buffer, raw: string): string {
  return PLAIN.test(raw) ? raw : sanitiseBytes(bytes);
}

function decodeName(buffer: Buffer, start: number, end: number): string {
  const bytes = readName(buffer, start, end);
  return safeName(bytes, bytes.toString('latin1'));
}

interface LinkInfo {
  readonly kind: string | null;
  readonly portKind: string | null;
  readonly details: LinkDetails | null;
  readonly port: PortDetails | null;
}

const NO_INFO: LinkInfo = { kind: null, portKind: null, details: null, port: null };

/** Used again for each message: decoding is synchronous and does not nest. */
const LINK = new AttributeIndex();
const INFO = new AttributeIndex();

/** IFLA_LINKINFO: what kind of link it is, what kind of port, and what the kind has to tell. */
function decodeInfo(buffer: Buffer, start: number, end: number): LinkInfo {
  INFO.read(buffer, start, end);
  const text = (type: number): string | null => (INFO.has(type) ? decodeName(buffer, INFO.start(type), INFO.end(type)) : null);
  const kind = text(IFLA_INFO.KIND);
  const portKind = text(IFLA_INFO.SLAVE_KIND);
  const { DATA, SLAVE_DATA } = IFLA_INFO;
  return {
    kind,
    portKind,
    details: kind !== null && INFO.has(DATA) ? linkDetails(kind, buffer, INFO.start(DATA), INFO.end(DATA)) : null,
    port:
      portKind !== null && INFO.has(SLAVE_DATA)
        ? portDetails(portKind, buffer, INFO.start(SLAVE_DATA), INFO.end(SLAVE_DATA))
        : null,
  };
}

const NO_NAMES: readonly string[] = [];

function decodeAltNames(buffer: Buffer, start: number, end: number): readonly string[] {
  const names: string[] = [];
  eachAttribute(buffer, start, end, (type, from, to) => {
    if (type === IFLA.ALT_IFNAME) names.push(decodeName(buffer, from, to));
  });
  return names;
}

/** The value of an attribute, read by `read`; null where it is not there. */
function optional<T>(buffer: Buffer, type: number, read: (buffer: Buffer, start: number, end: number) => T): T | null {
  return LINK.has(type) ? read(buffer, LINK.start(type), LINK.end(type)) : null;
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
  LINK.read(buffer, start + IFINFOMSG_BYTES, end);
  const nameBytes = optional(buffer, IFLA.IFNAME, readName);
  const rawName = nameBytes === null ? '' : nameBytes.toString('latin1');
  const carrier = optional(buffer, IFLA.CARRIER, readU8);
  const info = optional(buffer, IFLA.LINKINFO, decodeInfo) ?? NO_INFO;
  const link: Link = {
    key: linkKey(nsid, ifindex),
    nsid,
    ifindex,
    name: nameBytes === null ? '' : safeName(nameBytes, rawName),
    rawName,
    altNames: optional(buffer, IFLA.PROP_LIST, decodeAltNames) ?? NO_NAMES,
    kind: info.kind,
    mac: optional(buffer, IFLA.ADDRESS, decodeMac),
    mtu: optional(buffer, IFLA.MTU, readU32) ?? 0,
    flags,
    adminUp: (flags & IFF.UP) !== 0,
    loopback: (flags & IFF.LOOPBACK) !== 0,
    operState: OPER_STATES[optional(buffer, IFLA.OPERSTATE, readU8) ?? 0] ?? 'UNKNOWN',
    carrier: carrier === null ? null : carrier === 1,
    master: optional(buffer, IFLA.MASTER, readU32),
    portKind: info.portKind,
    qdisc: optional(buffer, IFLA.QDISC, decodeName),
    lowerIfindex: optional(buffer, IFLA.LINK, readI32),
    lowerNsid: optional(buffer, IFLA.LINK_NETNSID, readI32),
    addresses: null,
    counters: optional(buffer, IFLA.STATS64, decodeCounters),
  };
  if (info.details === null && info.port === null) return link;
  return {
    ...link,
    ...(info.details === null ? {} : { details: info.details }),
    ...(info.port === null ? {} : { port: info.port }),
  };
}

/** Where the counters of the link with this ifindex go; null: they are of no interest. */
export type CountersOf = (ifindex: number) => MutableCounters | null;

/** Takes the counters of a link's message, and passes over the rest. */
export function takeCounters(buffer: Buffer, start: number, end: number, countersOf: CountersOf): void {
  if (end - start < IFINFOMSG_BYTES) {
    throw new VethtopError({ code: 'malformed', what: 'malformed link message', why: `${end - start} bytes` });
  }
  LINK.read(buffer, start + IFINFOMSG_BYTES, end);
  if (!LINK.has(IFLA.STATS64)) return;
  const into = countersOf(buffer.readInt32LE(start + 4));
  if (into !== null) readCounters(into, buffer, LINK.start(IFLA.STATS64), LINK.end(IFLA.STATS64));
}

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
  const head = zeroed(IFINFOMSG_BYTES);
  if (ifindex !== undefined) head.writeInt32LE(ifindex, 4);
  const parts: Buffer[] = [head];
  if (nsid !== undefined) parts.push(attribute(IFLA.TARGET_NETNSID, i32(nsid)));
  if (kind !== undefined) parts.push(attribute(IFLA.LINKINFO, attribute(IFLA_INFO.KIND, Buffer.from(`${kind}\0`))));
  if (!counters) parts.push(attribute(IFLA.EXT_MASK, u32(RTEXT_FILTER_SKIP_STATS)));
  return Buffer.concat(parts);
}
