/** Namespaces found by their handles → their ids in the observer, many at once. */
import fs from 'node:fs';
import type { LinkSource } from '../netlink/link-source.js';
import { openHandle } from './handles/open.js';
import { isHiddenHandle } from './handles/source.js';
import type { Handle } from './model.js';

export interface Found {
  readonly inum: number;
  readonly handles: readonly Handle[];
}

export type Adopted =
  | { readonly kind: 'ok'; readonly nsid: number }
  /** It vanished, which is normal. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'refused'; readonly why: string };

/** Fds open at the same time. */
const AT_ONCE = 64;

type Opened = { readonly index: number; readonly fd: number };

/** Opens the first handle that still is that namespace. */
function openAny({ inum, handles }: Found): { readonly fd: number } | Exclude<Adopted, { readonly kind: 'ok' }> {
  let failed: Exclude<Adopted, { readonly kind: 'ok' }> = { kind: 'gone' };
  for (const handle of handles) {
    const opened = openHandle(handle, inum);
    if (opened.kind === 'ok') return { fd: opened.fd };
    if (opened.kind === 'refused') failed = opened;
  }
  return failed;
}

/** A socket tells which namespace a hidden one is. It brings none into the picture: sockets are handed around between hosts and containers. */
function identify(source: LinkSource, fd: number): Adopted {
  const nsid = source.idOf(fd);
  fs.closeSync(fd);
  return nsid === null ? { kind: 'gone' } : { kind: 'ok', nsid };
}

function adoptSome(source: LinkSource, found: readonly Found[], from: number, results: Adopted[]): void {
  const open: Opened[] = [];
  try {
    for (const [offset, one] of found.slice(from, from + AT_ONCE).entries()) {
      const opened = openAny(one);
      if (!('fd' in opened)) results[from + offset] = opened;
      else if (one.handles.every(isHiddenHandle)) results[from + offset] = identify(source, opened.fd);
      else open.push({ index: from + offset, fd: opened.fd });
    }
    const reads = source.adopt(open.map(({ fd }) => fd));
    for (const [order, { index }] of open.entries()) {
      const read = reads[order];
      if (read !== undefined) results[index] = read.kind === 'ok' ? { kind: 'ok', nsid: read.value } : read;
    }
  } finally {
    // An fd kept open would keep the namespace alive.
    for (const { fd } of open) fs.closeSync(fd);
  }
}

/** The ids of namespaces, in their order. */
export function adoptNamespaces(source: LinkSource, found: readonly Found[]): Adopted[] {
  const results: Adopted[] = found.map(() => ({ kind: 'gone' }));
  for (let from = 0; from < found.length; from += AT_ONCE) adoptSome(source, found, from, results);
  return results;
}
