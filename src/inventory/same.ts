/** Whether two readings say the same, so that what did not change stays the same object. Pure. */
import type { Counters, Link } from './model.js';

/** What is compared by its content; few links have more than nothing in them. */
type Structured = 'altNames' | 'addresses' | 'details' | 'port';
type Plain = Exclude<keyof Link, Structured | 'counters'>;

const PLAIN: Readonly<Record<Plain, true>> = {
  key: true,
  nsid: true,
  ifindex: true,
  name: true,
  rawName: true,
  kind: true,
  mac: true,
  mtu: true,
  flags: true,
  adminUp: true,
  loopback: true,
  operState: true,
  carrier: true,
  master: true,
  portKind: true,
  qdisc: true,
  lowerIfindex: true,
  lowerNsid: true,
};
const STRUCTURED: readonly Structured[] = ['altNames', 'addresses', 'details', 'port'];

function isPlain(key: string): key is Plain {
  return key in PLAIN;
}

const PLAIN_KEYS = Object.keys(PLAIN).filter(isPlain);

function sameContent(x: object | null | undefined, y: object | null | undefined): boolean {
  return x === y || JSON.stringify(x) === JSON.stringify(y);
}

/** The same but for the counters. */
export function sameLink(x: Link, y: Link): boolean {
  return PLAIN_KEYS.every(key => x[key] === y[key]) && STRUCTURED.every(key => sameContent(x[key], y[key]));
}

export function sameTexts(x: readonly string[] | null, y: readonly string[] | null): boolean {
  return sameContent(x, y);
}

export function sameCounters(x: Counters | null, y: Counters | null): boolean {
  if (x === null || y === null) return x === y;
  return (
    x.rxPackets === y.rxPackets &&
    x.txPackets === y.txPackets &&
    x.rxBytes === y.rxBytes &&
    x.txBytes === y.txBytes &&
    x.rxErrors === y.rxErrors &&
    x.txErrors === y.txErrors &&
    x.rxDropped === y.rxDropped &&
    x.txDropped === y.txDropped
  );
}
