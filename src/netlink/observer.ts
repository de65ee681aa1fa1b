/**
 * The observer: a network namespace of our own, empty, in which every namespace of the host gets an id (nsid).
 * Two sockets opened inside it read and hear all of them. An id holds no reference: watching keeps no namespace alive,
 * and the ids of the host's own namespace stay as they are (net/core/net_namespace.c).
 */
import fs from 'node:fs';
import { VethtopError } from '../core/errors.js';
import type { Link } from '../inventory/model.js';
import { ERRNO, FIRST_NSID, RTM, RTNLGRP } from './constants.js';
import { EventSocket } from './event-socket.js';
import type { CountersOf } from './link-message.js';
import { type LinkAt, type LinkReadOptions, type LinkSource, labelled, labelledAs } from './link-source.js';
import { decodeNsid, encodeNsidRequest } from './nsid-message.js';
import { countersReader, type Read, readAddresses, readCountersOfKind, readLinks, readSingleLinks } from './reader.js';
import { type Answer, RequestSocket } from './request-socket.js';
import { syscalls } from './syscalls.js';

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

  adopt(fds: readonly number[]): Read<number>[] {
    const first = this.#next;
    this.#next += fds.length;
    const requests = fds.map((fd, index) => ({ type: RTM.NEWNSID, body: encodeNsidRequest(fd, first + index) }));
    const answers = this.#socket.askMany(requests, () => {});
    return fds.map((fd, index) => this.#adopted(fd, first + index, answers[index]));
  }

  #adopted(fd: number, nsid: number, answer: Answer | undefined): Read<number> {
    if (answer?.kind === 'ok') return { kind: 'ok', value: nsid };
    const errno = answer?.kind === 'error' ? answer.errno : 0;
    // EEXIST: the kernel gave it an id when it told of a peer there, or we did.
    if (errno === ERRNO.EEXIST) {
      const known = this.idOf(fd);
      return known === null
        ? { kind: 'refused', why: 'the kernel has an id for it and does not tell which' }
        : { kind: 'ok', value: known };
    }
    if (errno === ERRNO.EINVAL) return { kind: 'gone' };
    return { kind: 'refused', why: `the kernel gave it no id (errno ${errno})` };
  }

  idOf(fd: number): number | null {
    let nsid = -1;
    const answer = this.#socket.ask(
      { type: RTM.GETNSID, body: encodeNsidRequest(fd), dump: false },
      (buffer, { type, start, end }) => {
        if (type === RTM.NEWNSID) nsid = decodeNsid(buffer, start, end);
      },
    );
    return answer.kind === 'ok' && nsid >= 0 ? nsid : null;
  }

  canRead(): boolean {
    return true;
  }

  links(nsid: number, options: LinkReadOptions): Read<Link[]> {
    return readLinks(this.#socket, { nsid, ...options }, labelled(nsid));
  }

  singleLinks(places: readonly LinkAt[], counters: boolean): Read<Link>[] {
    return readSingleLinks(this.#socket, places, counters, labelledAs(places));
  }

  countersOfKind(nsid: number, kind: string, countersOf: CountersOf): Read<null> {
    return readCountersOfKind(this.#socket, { nsid, kind }, countersOf);
  }

  countersReader(places: readonly LinkAt[]): (countersOf: CountersOf) => void {
    return countersReader(this.#socket, places);
  }

  addresses(nsid: number, ifindex?: number): Read<Map<number, string[]>> {
    return readAddresses(this.#socket, nsid, ifindex);
  }

  /** Starts hearing. Before this nothing queues on the event socket. */
  listen(): void {
    this.events.join([RTNLGRP.LINK, RTNLGRP.TC, RTNLGRP.IPV4_IFADDR, RTNLGRP.IPV6_IFADDR, RTNLGRP.NSID]);
  }

  requests(): number {
    return this.#socket.requests;
  }

  close(): void {
    this.#socket.close();
    this.events.close();
  }
}
