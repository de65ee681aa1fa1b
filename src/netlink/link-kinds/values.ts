/** The values inside IFLA_INFO_DATA and IFLA_INFO_SLAVE_DATA, by attribute number; what is not there is null. Pure. */
import { formatIpv4, formatIpv6 } from '../address-message.js';
import { AttributeIndex, readU8, readU32 } from '../codec.js';

/** Used again for each payload: decoding is synchronous and does not nest. */
const INDEX = new AttributeIndex();

/** Valid until the next one is made. */
export class Values {
  readonly #buffer: Buffer;

  /** @throws VethtopError `malformed`. */
  constructor(buffer: Buffer, start: number, end: number) {
    this.#buffer = buffer;
    INDEX.read(buffer, start, end);
  }

  u8(type: number): number | null {
    return this.#read(type, readU8);
  }

  u16(type: number): number | null {
    const at = this.#sized(type, 2);
    return at === null ? null : this.#buffer.readUInt16LE(at);
  }

  /** Network byte order, as ports and protocols are. */
  u16be(type: number): number | null {
    const at = this.#sized(type, 2);
    return at === null ? null : this.#buffer.readUInt16BE(at);
  }

  u32(type: number): number | null {
    return this.#read(type, readU32);
  }

  flag(type: number): boolean | null {
    const value = this.u8(type);
    return value === null ? null : value !== 0;
  }

  /** The address that is there of an IPv4 and an IPv6 attribute; the unspecified address is none. */
  address(ipv4: number, ipv6: number): string | null {
    const four = this.#sized(ipv4, 4);
    const six = this.#sized(ipv6, 16);
    if (four !== null) return specified(formatIpv4(this.#buffer, four));
    return six === null ? null : specified(formatIpv6(this.#buffer, six));
  }

  #read(type: number, read: (buffer: Buffer, start: number, end: number) => number): number | null {
    return INDEX.has(type) ? read(this.#buffer, INDEX.start(type), INDEX.end(type)) : null;
  }

  /** Where the value begins, if it has this size. */
  #sized(type: number, bytes: number): number | null {
    const start = INDEX.start(type);
    return INDEX.end(type) - start === bytes ? start : null;
  }
}

function specified(address: string): string | null {
  return address === '0.0.0.0' || address === '::' ? null : address;
}

/** The name of a number; `unknown(7)` for one that this program does not know. */
export function nameIn(names: Readonly<Record<number, string>>, value: number | null): string | null {
  return value === null ? null : (names[value] ?? `unknown(${value})`);
}
