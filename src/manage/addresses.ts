/** Arithmetic on addresses. Pure. */
import { isIP, isIPv6 } from 'node:net';
import { Address4, Address6 } from 'ip-address';

type Parsed = Address4 | Address6;

function parse(text: string): Parsed {
  return text.includes(':') ? new Address6(text) : new Address4(text);
}

/** Why `text` is no address with a prefix length; null when it is one. */
export function prefixProblem(text: string): string | null {
  const [address = '', bits, ...rest] = text.split('/');
  if (isIP(address) === 0) return 'it is not an IP address';
  if (bits === undefined || rest.length > 0 || !/^\d{1,3}$/.test(bits))
    return 'its prefix length is missing, as in 10.254.1.1/24';
  const most = isIPv6(address) ? 128 : 32;
  return Number(bits) > most ? `its prefix length is above ${most}` : null;
}

/** Why `text` can't be an address of a link; null when it can. */
export function addressProblem(text: string): string | null {
  const problem = prefixProblem(text);
  if (problem !== null) return problem;
  const address = hostOf(text);
  if (address.includes(':')) {
    const parsed = new Address6(address);
    if (parsed.isMulticast()) return 'it is a multicast address';
    return parsed.correctForm() === '::' ? 'it is no address, but all of them' : null;
  }
  const first = Number(address.split('.')[0]);
  if (first === 0) return 'it is no address of a host (0.0.0.0/8)';
  if (first >= 224 && first < 240) return 'it is a multicast address';
  if (address === '255.255.255.255') return 'it is the broadcast address';
  const parsed = new Address4(text);
  if (parsed.subnetMask >= 31) return null;
  if (parsed.startAddress().correctForm() === parsed.correctForm()) return `it is the network's own number in ${subnetOf(text)}`;
  return parsed.endAddress().correctForm() === parsed.correctForm() ? `it is the broadcast address of ${subnetOf(text)}` : null;
}

/** Without the prefix length, in canonical form. */
export function hostOf(text: string): string {
  return parse(text.split('/')[0] ?? text).correctForm();
}

/** `10.0.0.7/24` → `10.0.0.0/24`. */
export function subnetOf(text: string): string {
  const parsed = parse(text);
  return `${parsed.startAddress().correctForm()}/${parsed.subnetMask}`;
}

/** As the kernel writes it: `FD00::0:1/64` → `fd00::1/64`. */
export function canonical(text: string): string {
  const parsed = parse(text);
  return `${parsed.correctForm()}/${parsed.subnetMask}`;
}

export function isLinkLocal(text: string): boolean {
  return /^fe[89ab]/i.test(text);
}

export function isIpv6Text(text: string): boolean {
  return text.includes(':');
}

/** Whether `address` lies in the subnet of `prefix`. */
export function contains(prefix: string, address: string): boolean {
  if (isIpv6Text(prefix) !== isIpv6Text(address)) return false;
  const subnet = parse(prefix);
  const value = parse(hostOf(address)).bigInt();
  return value >= subnet.startAddress().bigInt() && value <= subnet.endAddress().bigInt();
}

/** Candidates that are tried; a segment with more neighbours than this has no room that is worth finding. */
const MOST_TRIES = 65_536;

/** The lowest free address of `prefix`'s subnet, with its length; null when there is none. */
export function nextFree(prefix: string, taken: Iterable<string>): string | null {
  const subnet = parse(prefix);
  const used = new Set([hostOf(prefix), ...[...taken].filter(text => contains(prefix, text)).map(hostOf)]);
  const wide = subnet.subnetMask >= (isIpv6Text(prefix) ? 127 : 31);
  const first = subnet.startAddress().bigInt() + (wide ? 0n : 1n);
  const last = subnet.endAddress().bigInt() - (wide || isIpv6Text(prefix) ? 0n : 1n);
  for (let value = first, tries = 0; value <= last && tries < MOST_TRIES; value++, tries++) {
    const text = (isIpv6Text(prefix) ? Address6.fromBigInt(value) : Address4.fromBigInt(value)).correctForm();
    if (!used.has(text)) return `${text}/${subnet.subnetMask}`;
  }
  return null;
}
