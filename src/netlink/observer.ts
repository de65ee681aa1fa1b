/**
 * The observer: a network namespace of our own, empty, in which every namespace of the host gets an id (nsid).
 * Two sockets opened inside it read and hear all of them. An id holds no reference: watching keeps no namespace alive,
 * and the ids of the host's own namespace stay as they are (net/core/net_namespace.c).
 */
import fs from 'node:fs';
import { reasonOf, VethtopError } from '../core/errors.js';
import type { Link } from '../inventory/model.js';
import { ERRNO, RTM, RTNLGRP } from './constants.js';
import { EventSocket } from './event-socket.js';
import { decodeNsid, encodeNsidRequest } from './nsid-message.js';
import { type Read, readAddresses, readLinks } from './reader.js';
import { RequestSocket } from './request-socket.js';
import { syscalls } from './syscalls.js';

/**
 * Ids that we assign start here. The kernel's own lazy ones (a peer in a namespace nobody gave an id) are the lowest
 * free, so the two never meet on a host with fewer hidden namespaces than this.
 */
const FIRST_NSID = 1 << 16;

export interface LinkReadOptions {
  readonly counters: boolean;
  readonly ifindex?: number;
  readonly kind?: string;
}

/** Where links are read from. */
export interface LinkSource {
  /** `host`: every namespace that is adopted. `own`: only the namespace of this process. */
  readonly scope: 'host' | 'own';
  /** The id of the namespace open at `fd`; the fd may be closed afterwards. */
  adopt(fd: number): Read<number>;
  /** false: this source may not read the links of that namespace. */
  canRead(nsid: number): boolean;
  links(nsid: number, options: LinkReadOptions): Read<Link[]>;
  addresses(nsid: number, ifindex?: number): Read<Map<number, string[]>>;
  /** Netlink requests made so far. */
  requests(): number;
  close(): void;
}

export class Observer implements LinkSource {
  readonly scope = 'host';
  readonly #socket: RequestSocket;
  #next = FIRST_NSID;

  private constructor(
    socket: RequestSocket,
    /** Hears links, addresses and nsids of every adopted namespace. */
    readonly events: EventSocket,
  ) {
    this.#socket = socket;
  }

  /**
   * One synchronous block: nothing else of this process runs while its main thread is away from its namespace.
   * @throws VethtopError `privilege` without CAP_SYS_ADMIN.
   */
  static open(): Observer {
    const sys = syscalls();
    const home = fs.openSync('/proc/thread-self/ns/net', fs.constants.O_RDONLY);
    try {
      const left = sys.unshareNet();
      if (left.errno !== 0) {
        throw new VethtopError({
          code: left.errno === ERRNO.EPERM ? 'privilege' : 'netlink',
          what: 'the namespaces of this host could not be observed',
          why:
            left.errno === ERRNO.EPERM
              ? 'it needs root (CAP_SYS_ADMIN and CAP_NET_ADMIN)'
              : `unshare(CLONE_NEWNET): errno ${left.errno}`,
          next: 'run it with sudo',
        });
      }
      const requests = sys.netlinkSocket();
      const events = sys.netlinkSocket();
      // Going on in the wrong namespace would read and change the wrong host.
      if (sys.setnsNet(home).errno !== 0) process.abort();
      if (requests.errno !== 0 || events.errno !== 0) {
        for (const socket of [requests, events]) if (socket.errno === 0) sys.close(socket.value);
        throw new VethtopError({ code: 'netlink', what: 'no netlink socket', why: `errno ${requests.errno || events.errno}` });
      }
      return new Observer(new RequestSocket(requests.value), new EventSocket(events.value));
    } finally {
      fs.closeSync(home);
    }
  }

  adopt(fd: number): Read<number> {
    const wanted = this.#next;
    const made = this.#socket.ask({ type: RTM.NEWNSID, body: encodeNsidRequest(fd, wanted), dump: false }, () => {});
    if (made.kind === 'ok') {
      this.#next++;
      return { kind: 'ok', value: wanted };
    }
    // EEXIST: the kernel gave it an id when it told of a peer there, or we did.
    if (made.kind === 'error' && made.errno === ERRNO.EEXIST) return this.#idOf(fd);
    if (made.kind === 'error' && made.errno === ERRNO.EINVAL) return { kind: 'gone' };
    return { kind: 'refused', why: `the kernel gave it no id (${made.kind === 'error' ? `errno ${made.errno}` : made.kind})` };
  }

  #idOf(fd: number): Read<number> {
    let nsid = -1;
    const answer = this.#socket.ask(
      { type: RTM.GETNSID, body: encodeNsidRequest(fd), dump: false },
      (buffer, { type, start, end }) => {
        if (type === RTM.NEWNSID) nsid = decodeNsid(buffer, start, end);
      },
    );
    if (answer.kind === 'ok' && nsid >= 0) return { kind: 'ok', value: nsid };
    return { kind: 'refused', why: 'the kernel has an id for it and does not tell which' };
  }

  canRead(): boolean {
    return true;
  }

  links(nsid: number, options: LinkReadOptions): Read<Link[]> {
    return readLinks(this.#socket, { nsid, ...options }, nsid);
  }

  addresses(nsid: number, ifindex?: number): Read<Map<number, string[]>> {
    return readAddresses(this.#socket, nsid, ifindex);
  }

  /** Starts hearing. Before this nothing queues on the event socket. */
  listen(): void {
    this.events.join([RTNLGRP.LINK, RTNLGRP.IPV4_IFADDR, RTNLGRP.IPV6_IFADDR, RTNLGRP.NSID]);
  }

  requests(): number {
    return this.#socket.requests;
  }

  close(): void {
    this.#socket.close();
    this.events.close();
  }
}

/**
 * Without root: one socket in the namespace of this process. Other namespaces get ids so that they can be listed, and
 * their links stay unread. `lowerNsid` are ids of that namespace's own table, and none of those given out here.
 */
export class OwnNamespace implements LinkSource {
  readonly scope = 'own';
  readonly #socket: RequestSocket;
  readonly #ownInum = fs.statSync('/proc/thread-self/ns/net').ino;
  #next = FIRST_NSID;
  static readonly nsid = FIRST_NSID;

  constructor() {
    const socket = syscalls().netlinkSocket();
    if (socket.errno !== 0) {
      throw new VethtopError({ code: 'netlink', what: 'no netlink socket', why: `errno ${socket.errno}` });
    }
    this.#socket = new RequestSocket(socket.value);
  }

  adopt(fd: number): Read<number> {
    return { kind: 'ok', value: fs.fstatSync(fd).ino === this.#ownInum ? OwnNamespace.nsid : ++this.#next };
  }

  canRead(nsid: number): boolean {
    return nsid === OwnNamespace.nsid;
  }

  links(nsid: number, options: LinkReadOptions): Read<Link[]> {
    return readLinks(this.#socket, options, nsid);
  }

  addresses(_nsid: number, ifindex?: number): Read<Map<number, string[]>> {
    return readAddresses(this.#socket, undefined, ifindex);
  }

  requests(): number {
    return this.#socket.requests;
  }

  close(): void {
    this.#socket.close();
  }
}

/** The observer, or, where that is refused, what can be seen without it, and why. */
export function openLinkSource(): { readonly source: Observer | OwnNamespace; readonly refused: string | null } {
  try {
    return { source: Observer.open(), refused: null };
  } catch (error) {
    if (!(error instanceof VethtopError) || error.code !== 'privilege') throw error;
    return { source: new OwnNamespace(), refused: reasonOf(error.why ?? error) };
  }
}
