/** Bracketed paste: the terminal marks where a paste begins and ends, so that it is text and not keys. */
import type { KeyEvent } from './keys.js';

export const PASTE_ON = '\x1b[?2004h';
export const PASTE_OFF = '\x1b[?2004l';

const BEGIN = '\x1b[200~';
const END = '\x1b[201~';
/** What is longer was not meant for a prompt. */
const MOST_CHARS = 4000;

export class PasteReader {
  readonly #onPaste: (text: string) => void;
  #text: string | null = null;

  constructor(onPaste: (text: string) => void) {
    this.#onPaste = onPaste;
  }

  /** Whether the event belongs to a paste. */
  takes(char: string | undefined, { sequence }: KeyEvent): boolean {
    if (sequence === BEGIN) {
      this.#text = '';
      return true;
    }
    if (this.#text === null) return false;
    if (sequence === END) {
      const text = this.#text;
      this.#text = null;
      this.#onPaste(text);
    } else if (char !== undefined && this.#text.length < MOST_CHARS) {
      // A line break would be Enter; it separates words here.
      this.#text += /^[\r\n\t]$/.test(char) ? ' ' : char.replace(/\p{C}/gu, '');
    }
    return true;
  }
}
