/** Addresses as numbers: whether two are in one subnet. Pure. */
import { Address4, Address6 } from 'ip-address';

export interface Subnet {
  /** As the inventory has it: `10.254.1.2/24`. */
  readonly text: string;
  /** Without the prefix length. */
  readonly address: string;
  readonly family: 4 | 6;
  readonly prefix: number;
  readonly first: bigint;
  readonly last: bigint;
  readonly value: bigint;
}

const known = new Map<string, Subnet | null>();
/** Addresses come and go with containers; what was parsed is not kept for ever. */
const MOST_KNOWN = 50_000;

function parse(text: string): Subnet | null {
  const v6 = text.includes(':');
  try {
    const parsed = v6 ? new Address6(text) : new Address4(text);
    const [address = text] = text.split('/');
    return {
      text,
      address,
      family: v6 ? 6 : 4,
      prefix: parsed.subnetMask,
      value: parsed.bigInt(),
      first: parsed.startAddress().bigInt(),
      last: parsed.endAddress().bigInt(),
    };
  } catch {
    // Nothing that the kernel would have given: not a subnet.
    return null;
  }
}

export function subnetOf(text: string): Subnet | null {
  let subnet = known.get(text);
  if (subnet === undefined) {
    if (known.size >= MOST_KNOWN) known.clear();
    subnet = parse(text);
    known.set(text, subnet);
  }
  return subnet;
}

/** Link-local addresses are made by the kernel itself, on every link that is up. */
function isLinkLocal(text: string): boolean {
  return /^(?:fe[89ab]|169\.254\.)/i.test(text);
}

/** An address of one host only, reached by routes and not by its subnet. */
export function isHostAddress({ family, prefix }: Subnet): boolean {
  return prefix === (family === 4 ? 32 : 128);
}

/** Each one's address is on-link for the other. */
export function share(x: Subnet, y: Subnet): boolean {
  return x.family === y.family && x.first <= y.value && y.value <= x.last && y.first <= x.value && x.value <= y.last;
}

/** Addresses that somebody gave a link: neither link-local nor unknown. */
export function givenSubnets(addresses: readonly string[] | null): readonly Subnet[] {
  const given: Subnet[] = [];
  for (const text of addresses ?? []) {
    const subnet = isLinkLocal(text) ? null : subnetOf(text);
    if (subnet !== null) given.push(subnet);
  }
  return given;
}
