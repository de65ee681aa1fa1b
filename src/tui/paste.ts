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

  /** Keys that come now are text. */
  get active(): boolean {
    return this.#text !== null;
  }

  /** Takes every key as the input gives it; a character without a name comes without a key. */
  read(char: string | undefined, { sequence, name }: KeyEvent = {}): void {
    if (sequence === BEGIN) {
      this.#text = '';
      return;
    }
    // blessed tells Enter a second time, under another name.
    if (this.#text === null || (name === 'enter' && sequence === '\r')) return;
    if (sequence === END) {
      const text = this.#text;
      this.#text = null;
      this.#onPaste(text);
    } else if (char !== undefined && this.#text.length < MOST_CHARS) {
      // A line break would be Enter; it separates words here.
      this.#text += /^[\r\n\t]$/.test(char) ? ' ' : char.replace(/\p{C}/gu, '');
    }
  }
}
