/** RTM_NEWADDR ↔ one address of a link (net/ipv4/devinet.c, net/ipv6/addrconf.c). Pure. */
import { VethtopError } from '../core/errors.js';
import { attribute, eachAttribute, i32, readI32, zeroed } from './codec.js';
import { AF, IFA } from './constants.js';

/** struct ifaddrmsg, <linux/if_addr.h>. */
const IFADDRMSG_BYTES = 8;

export interface LinkAddress {
  readonly ifindex: number;
  /** `10.254.1.2/24`; IPv6 in RFC 5952 form. */
  readonly text: string;
  /** The namespace that the kernel says it answered for; undefined: the asker's own. */
  readonly nsid: number | undefined;
}

export function formatIpv4(buffer: Buffer, start: number): string {
  return `${buffer[start]}.${buffer[start + 1]}.${buffer[start + 2]}.${buffer[start + 3]}`;
}

/** RFC 5952: lower case, no leading zeros, the first longest run of two or more zero groups as `::`. */
export function formatIpv6(buffer: Buffer, start: number): string {
  const group = (index: number): number => buffer.readUInt16BE(start + index * 2);
  let bestStart = 8;
  let bestLength = 1;
  for (let from = 0; from < 8; from++) {
    let length = 0;
    while (from + length < 8 && group(from + length) === 0) length++;
    if (length > bestLength) {
      bestStart = from;
      bestLength = length;
    }
    from += length;
  }
  let text = '';
  for (let index = 0; index < 8; index++) {
    if (index === bestStart) {
      text += '::';
      index += bestLength - 1;
    } else text += `${text === '' || text.endsWith(':') ? '' : ':'}${group(index).toString(16)}`;
  }
  return text;
}

/** IFA_LOCAL is the address on a point-to-point link, where IFA_ADDRESS is the other side's. */
export function decodeAddress(buffer: Buffer, start: number, end: number): LinkAddress | null {
  if (end - start < IFADDRMSG_BYTES) {
    throw new VethtopError({ code: 'malformed', what: 'malformed address message', why: `${end - start} bytes` });
  }
  const family = buffer.readUInt8(start);
  const prefix = buffer.readUInt8(start + 1);
  const ifindex = buffer.readUInt32LE(start + 4);
  const bytes = family === AF.INET ? 4 : family === AF.INET6 ? 16 : 0;
  if (bytes === 0) return null;
  let local = -1;
  let address = -1;
  let nsid: number | undefined;
  eachAttribute(buffer, start + IFADDRMSG_BYTES, end, (type, from, to) => {
    if (type === IFA.TARGET_NETNSID) nsid = readI32(buffer, from, to);
    else if (to - from !== bytes) return;
    else if (type === IFA.LOCAL) local = from;
    else if (type === IFA.ADDRESS) address = from;
  });
  const at = local === -1 ? address : local;
  if (at === -1) return null;
  return { ifindex, text: `${family === AF.INET ? formatIpv4(buffer, at) : formatIpv6(buffer, at)}/${prefix}`, nsid };
}

/** The payload of an RTM_GETADDR dump of one namespace, optionally of one link. */
export function encodeAddressQuery(nsid: number | undefined, ifindex = 0): Buffer {
  const head = zeroed(IFADDRMSG_BYTES);
  head.writeUInt32LE(ifindex, 4);
  return nsid === undefined ? head : Buffer.concat([head, attribute(IFA.TARGET_NETNSID, i32(nsid))]);
}
