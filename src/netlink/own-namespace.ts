/** What can be read without root: the links of this process's own namespace. */
import fs from 'node:fs';
import { VethtopError } from '../core/errors.js';
import type { Link } from '../inventory/model.js';
import { FIRST_NSID } from './constants.js';
import type { CountersOf } from './link-message.js';
import { type LinkAt, type LinkReadOptions, type LinkSource, labelled, labelledAs } from './link-source.js';
import {
  countersReader,
  type LinkPlace,
  type Read,
  readAddresses,
  readCountersOfKind,
  readLinks,
  readSingleLinks,
} from './reader.js';
import { RequestSocket } from './request-socket.js';
import { syscalls } from './syscalls.js';

/** A plain socket asks of its own namespace, whatever id that was given. */
function inOwn({ ifindex }: LinkAt): LinkPlace {
  return { nsid: undefined, ifindex };
}

/**
 * One socket in the namespace of this process. Other namespaces get ids so that they can be listed, and
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

  adopt(fds: readonly number[]): Read<number>[] {
    return fds.map(fd => ({ kind: 'ok', value: fs.fstatSync(fd).ino === this.#ownInum ? OwnNamespace.nsid : ++this.#next }));
  }

  idOf(): null {
    return null;
  }

  canRead(nsid: number): boolean {
    return nsid === OwnNamespace.nsid;
  }

  links(nsid: number, options: LinkReadOptions): Read<Link[]> {
    return readLinks(this.#socket, options, labelled(nsid));
  }

  singleLinks(places: readonly LinkAt[], counters: boolean): Read<Link>[] {
    return readSingleLinks(this.#socket, places.map(inOwn), counters, labelledAs(places));
  }

  countersOfKind(_nsid: number, kind: string, countersOf: CountersOf): Read<null> {
    return readCountersOfKind(this.#socket, { kind }, countersOf);
  }

  countersReader(places: readonly LinkAt[]): (countersOf: CountersOf) => void {
    return countersReader(this.#socket, places.map(inOwn));
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
