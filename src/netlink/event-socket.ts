/** The socket that hears link, address and nsid events of every namespace. Drained without waiting, on a timer: no thread. */
import { VethtopError } from '../core/errors.js';
import { messages, readI32 } from './codec.js';
import { RTM } from './constants.js';
import { decodeNsid } from './nsid-message.js';
import { type Received, syscalls } from './syscalls.js';

/** A burst of a few thousand links must fit between two drains. */
const RECEIVE_BUFFER_BYTES = 8 << 20;
const DATAGRAM_BYTES = 1 << 16;
/** struct ifinfomsg, struct ifaddrmsg and struct tcmsg all have the ifindex at this offset. */
const IFINDEX_OFFSET = 4;

/**
 * What happened, not how it looks now: an event's IFLA_LINK_NETNSID is in the id space of the namespace that the event is
 * from, so a link is read again from the observer.
 */
export type NetEvent =
  | { readonly kind: 'link' | 'link-gone' | 'addresses'; readonly nsid: number; readonly ifindex: number }
  | { readonly kind: 'namespace-gone'; readonly nsid: number }
  | { readonly kind: 'namespace-named'; readonly nsid: number }
  /** Events were lost: read everything again. */
  | { readonly kind: 'overrun' };

const KINDS: Readonly<Record<number, 'link' | 'link-gone' | 'addresses'>> = {
  [RTM.NEWLINK]: 'link',
  [RTM.DELLINK]: 'link-gone',
  [RTM.NEWADDR]: 'addresses',
  [RTM.DELADDR]: 'addresses',
  [RTM.NEWQDISC]: 'link',
  [RTM.DELQDISC]: 'link',
};

/**
 * The events in one datagram from the namespace `nsid` (null: the listener's own). Ids count only where they are of the
 * listener's own table. Pure.
 */
export function decodeEvents(buffer: Buffer, length: number, nsid: number | null): NetEvent[] {
  const found: NetEvent[] = [];
  for (const { type, start, end } of messages(buffer, length)) {
    const kind = KINDS[type];
    if (nsid !== null) {
      if (kind !== undefined) found.push({ kind, nsid, ifindex: readI32(buffer, start + IFINDEX_OFFSET, end) });
    } else if (type === RTM.DELNSID) found.push({ kind: 'namespace-gone', nsid: decodeNsid(buffer, start, end) });
    else if (type === RTM.NEWNSID) found.push({ kind: 'namespace-named', nsid: decodeNsid(buffer, start, end) });
  }
  return found;
}

export class EventSocket {
  readonly #fd: number;
  readonly #buffer = Buffer.allocUnsafeSlow(DATAGRAM_BYTES);

  /** Takes ownership of `fd`, an rtnetlink socket. */
  constructor(fd: number) {
    this.#fd = fd;
  }

  join(groups: readonly number[]): void {
    syscalls().setReceiveBuffer(this.#fd, RECEIVE_BUFFER_BYTES);
    const joined = syscalls().joinGroups(this.#fd, groups);
    if (joined.errno !== 0) {
      throw new VethtopError({
        code: 'netlink',
        what: 'the events of all namespaces cannot be heard',
        why: `errno ${joined.errno} (CAP_NET_BROADCAST is needed)`,
      });
    }
  }

  /** Every event that waits, oldest first; at most `most` datagrams, so that a storm cannot hold up the screen. */
  drain(most = 4096): NetEvent[] {
    const events: NetEvent[] = [];
    for (let count = 0; count < most; count++) {
      const received: Received = syscalls().receiveEvent(this.#fd, this.#buffer);
      if (received.kind === 'empty') break;
      if (received.kind === 'overrun') events.push({ kind: 'overrun' });
      else if (received.kind === 'error') {
        throw new VethtopError({ code: 'netlink', what: 'the event socket failed', why: `errno ${received.errno}` });
      } else events.push(...decodeEvents(this.#buffer, received.length, received.nsid));
    }
    return events;
  }

  close(): void {
    syscalls().close(this.#fd);
  }
}
