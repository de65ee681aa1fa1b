/** RTM_NEWNSID / RTM_GETNSID / RTM_DELNSID (net/core/net_namespace.c). Pure. */
import { VethtopError } from '../core/errors.js';
import { attribute, eachAttribute, i32, readI32, zeroed } from './codec.js';
import { NETNSA } from './constants.js';

/** struct rtgenmsg, padded. */
const RTGENMSG_BYTES = 4;

/** The namespace open at `fd` shall have the id `nsid`; without `nsid`: ask which it has. */
export function encodeNsidRequest(fd: number, nsid?: number): Buffer {
  const parts: Buffer[] = [zeroed(RTGENMSG_BYTES), attribute(NETNSA.FD, i32(fd))];
  if (nsid !== undefined) parts.push(attribute(NETNSA.NSID, i32(nsid)));
  return Buffer.concat(parts);
}

/** The id in an answer or event; -1: none assigned. */
export function decodeNsid(buffer: Buffer, start: number, end: number): number {
  if (end - start < RTGENMSG_BYTES) {
    throw new VethtopError({ code: 'malformed', what: 'malformed nsid message', why: `${end - start} bytes` });
  }
  let nsid = -1;
  eachAttribute(buffer, start + RTGENMSG_BYTES, end, (type, from, to) => {
    if (type === NETNSA.NSID) nsid = readI32(buffer, from, to);
  });
  return nsid;
}
