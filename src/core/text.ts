/**
 * Names come from strangers. They are made harmless once, where they enter, for every output.
 * What stays: printable text of any script. What goes: anything that could steer a terminal or reorder a line.
 */

/** Control, format (bidi too), surrogate, separator, invisible and non-character code points. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]/gu;

function escapeCodePoint(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  return code <= 0xff ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
}

/** A name as text: unsafe characters are shown as `\x1b` or `\u{202e}`. Idempotent. */
export function sanitise(text: string): string {
  return text.replace(UNSAFE, escapeCodePoint);
}

const decoder = new TextDecoder('utf-8', { fatal: true });

/** A name as the kernel gave it: UTF-8 where it is that, otherwise its bytes above 0x7f as `\xff`. Always safe to print. */
export function sanitiseBytes(bytes: Uint8Array): string {
  let text: string;
  try {
    text = decoder.decode(bytes);
  } catch {
    // Not UTF-8: a byte string. The only error the fatal decoder has.
    text = Array.from(bytes, byte => (byte < 0x80 ? String.fromCharCode(byte) : `\\x${byte.toString(16)}`)).join('');
  }
  return sanitise(text);
}
