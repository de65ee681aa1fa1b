/** What the inventory asks of the kernel, whoever answers: the observer (every namespace) or a plain socket (its own only). */
import { VethtopError } from '../core/errors.js';
import { decodeAddress, encodeAddressQuery } from './address-message.js';
import { ERRNO, RTM } from './constants.js';
import { type CountersOf, encodeLinkQuery, type LinkQuery, type MutableCounters, takeCounters } from './link-message.js';
import type { Answer, OnMessageOf, RequestSocket, SingleRequest } from './request-socket.js';

/** `gone`: the namespace or link vanished, which is normal. */
export type Read<T> =
  | { readonly kind: 'ok'; readonly value: T }
  | { readonly kind: 'gone' }
  | { readonly kind: 'refused'; readonly why: string };

const MOST_TRIES = 8;

function failure(
  answer: Answer & { readonly kind: 'error' },
): { readonly kind: 'gone' } | { readonly kind: 'refused'; readonly why: string } {
  switch (answer.errno) {
    // rtnl_get_net_ns_capable: an nsid that is not (or no longer) assigned is EINVAL; a link that is gone is ENODEV.
    case ERRNO.EINVAL:
    case ERRNO.ENODEV:
    case ERRNO.ENOENT:
      return { kind: 'gone' };
    case ERRNO.EPERM:
      return { kind: 'refused', why: 'CAP_NET_ADMIN in the namespace of its user is missing' };
    default:
      return { kind: 'refused', why: `the kernel answered errno ${answer.errno}` };
  }
}

/** Takes what it wants from the payload of an RTM_NEWLINK. */
export type DecodeLink<T> = (buffer: Buffer, start: number, end: number) => T;

/** Reads links; a dump that changes happened during is repeated. */
export function readLinks<T>(socket: RequestSocket, query: LinkQuery, decode: DecodeLink<T>): Read<T[]> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const links: T[] = [];
    const answer = socket.ask(
      { type: RTM.GETLINK, body: encodeLinkQuery(query), dump: query.ifindex === undefined },
      (buffer, { type, start, end }) => {
        if (type === RTM.NEWLINK) links.push(decode(buffer, start, end));
      },
    );
    if (answer.kind === 'ok') return { kind: 'ok', value: links };
    if (answer.kind === 'error') return failure(answer);
  }
  throw unsteady('links');
}

/** Reads the counters of all links of a kind. What an interrupted dump gave is right all the same: the missing keep what they had. */
export function readCountersOfKind(
  socket: RequestSocket,
  query: Omit<LinkQuery, 'counters' | 'ifindex'>,
  countersOf: CountersOf,
): Read<null> {
  const request = { type: RTM.GETLINK, body: encodeLinkQuery({ ...query, counters: true }), dump: true };
  const answer = socket.ask(request, (buffer, { type, start, end }) => {
    if (type === RTM.NEWLINK) takeCounters(buffer, start, end, countersOf);
  });
  return answer.kind === 'error' ? failure(answer) : { kind: 'ok', value: null };
}

/** A reading of the counters of single links that can be repeated. */
export function countersReader(socket: RequestSocket, places: readonly LinkPlace[]): (countersOf: CountersOf) => void {
  const prepared = socket.prepare(places.map(place => singleLinkRequest(place, true)));
  return countersOf => {
    let place = 0;
    const countersAt = (): MutableCounters | null => countersOf(place);
    const take: OnMessageOf = (index, buffer, { type, start, end }) => {
      place = index;
      if (type === RTM.NEWLINK) takeCounters(buffer, start, end, countersAt);
    };
    socket.askPrepared(prepared, take, () => undefined);
  };
}

function singleLinkRequest({ nsid, ifindex }: LinkPlace, counters: boolean): SingleRequest {
  return { type: RTM.GETLINK, body: encodeLinkQuery({ ...(nsid === undefined ? {} : { nsid }), ifindex, counters }) };
}

/** One link of the namespace `nsid`; undefined: the socket's own. */
export interface LinkPlace {
  readonly nsid: number | undefined;
  readonly ifindex: number;
}

/** Reads single links of any namespaces, many at once; the answers in the order of the places, by whose index they are decoded. */
export function readSingleLinks<T>(
  socket: RequestSocket,
  places: readonly LinkPlace[],
  counters: boolean,
  decode: (index: number, ...payload: Parameters<DecodeLink<T>>) => T,
): Read<T>[] {
  const requests = places.map(place => singleLinkRequest(place, counters));
  const links = new Map<number, T>();
  const answers = socket.askMany(requests, (index, buffer, { type, start, end }) => {
    if (type === RTM.NEWLINK) links.set(index, decode(index, buffer, start, end));
  });
  return answers.map((answer, index) => {
    const link = links.get(index);
    if (answer.kind === 'error') return failure(answer);
    return link === undefined ? { kind: 'gone' } : { kind: 'ok', value: link };
  });
}

/**
 * Addresses by ifindex. `nsid` undefined: the socket's own namespace.
 * A kernel that ignores the target (before 4.20) answers for the asker: that is `refused`, not a wrong answer.
 */
export function readAddresses(socket: RequestSocket, nsid: number | undefined, ifindex?: number): Read<Map<number, string[]>> {
  if (nsid !== undefined && !socket.strict)
    return { kind: 'refused', why: 'this kernel cannot read addresses across namespaces (it needs 4.20)' };
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const found = new Map<number, string[]>();
    let foreign = false;
    const answer = socket.ask(
      { type: RTM.GETADDR, body: encodeAddressQuery(nsid, ifindex), dump: true },
      (buffer, { type, start, end }) => {
        if (type !== RTM.NEWADDR) return;
        const address = decodeAddress(buffer, start, end);
        if (address === null) return;
        if (address.nsid !== nsid) {
          foreign = true;
          return;
        }
        const known = found.get(address.ifindex);
        if (known === undefined) found.set(address.ifindex, [address.text]);
        else known.push(address.text);
      },
    );
    if (foreign) return { kind: 'refused', why: 'the kernel answered for another namespace' };
    if (answer.kind === 'ok') return { kind: 'ok', value: found };
    if (answer.kind === 'error') return failure(answer);
  }
  throw unsteady('addresses');
}

function unsteady(what: string): VethtopError {
  return new VethtopError({
    code: 'netlink',
    what: `the ${what} of a namespace could not be read`,
    why: `they changed during each of ${MOST_TRIES} reads`,
    next: 'try again when fewer links are being created',
  });
}
