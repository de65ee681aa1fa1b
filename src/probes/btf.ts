/**
 * Enums of a BTF blob (Documentation/bpf/btf.rst, include/uapi/linux/btf.h). Pure; little-endian, as every kernel that bpftrace
 * supports writes it on the machines Node runs on, save s390x, which is refused.
 */
import { VethtopError } from '../core/errors.js';

const MAGIC = 0xeb9f;
const KIND_ENUM = 6;
const KIND_ENUM64 = 19;

/** Bytes that follow the 12 of struct btf_type: fixed, and per member. By kind. */
const TRAILERS: ReadonlyMap<number, { readonly fixed: number; readonly each: number }> = new Map([
  [1, { fixed: 4, each: 0 }],
  [2, { fixed: 0, each: 0 }],
  [3, { fixed: 12, each: 0 }],
  [4, { fixed: 0, each: 12 }],
  [5, { fixed: 0, each: 12 }],
  [KIND_ENUM, { fixed: 0, each: 8 }],
  [7, { fixed: 0, each: 0 }],
  [8, { fixed: 0, each: 0 }],
  [9, { fixed: 0, each: 0 }],
  [10, { fixed: 0, each: 0 }],
  [11, { fixed: 0, each: 0 }],
  [12, { fixed: 0, each: 0 }],
  [13, { fixed: 0, each: 8 }],
  [14, { fixed: 4, each: 0 }],
  [15, { fixed: 0, each: 12 }],
  [16, { fixed: 0, each: 0 }],
  [17, { fixed: 4, each: 0 }],
  [18, { fixed: 0, each: 0 }],
  [KIND_ENUM64, { fixed: 0, each: 12 }],
]);

export interface BtfEnum {
  readonly name: string;
  /** Names by value; 32 bits, unsigned. */
  readonly values: ReadonlyMap<number, string>;
}

/**
 * The enums whose name passes `wanted`.
 * @param base the kernel's own BTF when `blob` is a module's: names may stand in it.
 * @throws VethtopError `malformed` when it is not BTF, is cut off, or holds a kind that is not known here.
 */
export function readEnums(blob: Buffer, wanted: (name: string) => boolean, base: Buffer | null = null): readonly BtfEnum[] {
  const sections = readHeader(blob);
  const text = stringReader(sections, base === null ? null : readHeader(base));
  const found: BtfEnum[] = [];
  const { types } = sections;
  let offset = 0;
  while (offset < types.length) {
    if (offset + 12 > types.length) throw malformed('it ends inside a type');
    const info = types.readUInt32LE(offset + 4);
    const kind = (info >>> 24) & 0x1f;
    const members = info & 0xffff;
    const trailer = TRAILERS.get(kind);
    if (trailer === undefined) throw malformed(`kind ${kind} is not known`);
    const end = offset + 12 + trailer.fixed + members * trailer.each;
    if (end > types.length) throw malformed('it ends inside a type');
    if (kind === KIND_ENUM || kind === KIND_ENUM64) {
      const name = text(types.readUInt32LE(offset));
      if (wanted(name)) found.push({ name, values: readValues(types.subarray(offset + 12, end), trailer.each, text) });
    }
    offset = end;
  }
  return found;
}

interface Sections {
  readonly types: Buffer;
  readonly strings: Buffer;
}

function readHeader(blob: Buffer): Sections {
  if (blob.length < 24 || blob.readUInt16LE(0) !== MAGIC) throw malformed('it does not begin as BTF does');
  const header = blob.readUInt32LE(4);
  const section = (at: number): Buffer => {
    const start = header + blob.readUInt32LE(at);
    const end = start + blob.readUInt32LE(at + 4);
    if (end > blob.length) throw malformed('a section reaches beyond its end');
    return blob.subarray(start, end);
  };
  return { types: section(8), strings: section(16) };
}

function stringReader(own: Sections, base: Sections | null): (offset: number) => string {
  const baseLength = base?.strings.length ?? 0;
  return offset => {
    const [strings, start] = base !== null && offset < baseLength ? [base.strings, offset] : [own.strings, offset - baseLength];
    const end = strings.indexOf(0, start);
    if (start >= strings.length || end === -1) throw malformed('a name lies outside of its strings');
    return strings.toString('latin1', start, end);
  };
}

function readValues(members: Buffer, width: number, text: (offset: number) => string): ReadonlyMap<number, string> {
  const values = new Map<number, string>();
  for (let offset = 0; offset < members.length; offset += width) {
    values.set(members.readUInt32LE(offset + 4), text(members.readUInt32LE(offset)));
  }
  return values;
}

function malformed(why: string): VethtopError {
  return new VethtopError({ code: 'malformed', what: 'the kernel type information (BTF) could not be read', why });
}
