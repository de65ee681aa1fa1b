/**
 * Names come from strangers. They are made harmless once, where they enter, for every output.
 * What stays: printable text of any script. What goes: anything that could steer a terminal or reorder a line.
 */

/** Control characters (C0, DEL, C1), bidi controls, zero-width and invisible characters, line separators, lone surrogates, BOM. */
const UNSAFE =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|\u{1bca0}|\udb40[\udc00-\uddef]/gu;

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
