/** Editing keys on one line of text: what each makes of text and cursor. Pure. */

export interface EditedLine {
  readonly text: string;
  /** In characters; an edit may leave it outside of the text. */
  readonly cursor: number;
}

export type Edited = readonly [text: string, cursor: number];
export type EditKind = 'backspace' | 'delete' | 'clear' | 'left' | 'right' | 'home' | 'end';

export const EDITS: Readonly<Record<EditKind, (line: EditedLine) => Edited>> = {
  backspace: ({ text, cursor }) => [text.slice(0, Math.max(0, cursor - 1)) + text.slice(cursor), cursor - 1],
  delete: ({ text, cursor }) => [text.slice(0, cursor) + text.slice(cursor + 1), cursor],
  clear: () => ['', 0],
  left: ({ text, cursor }) => [text, cursor - 1],
  right: ({ text, cursor }) => [text, cursor + 1],
  home: ({ text }) => [text, 0],
  end: ({ text }) => [text, text.length],
};
