/** The signs that the screen draws, in Unicode and in ASCII. */
export interface Glyphs {
  readonly ascii: boolean;
  readonly unknown: string;
  readonly ellipsis: string;
  readonly selected: string;
  readonly descending: string;
  readonly ascending: string;
  readonly live: string;
  readonly paused: string;
  readonly probeOn: string;
  readonly probeOff: string;
  readonly rule: string;
  readonly bar: string;
  readonly dot: string;
  readonly pair: string;
  readonly to: string;
  readonly down: string;
  readonly enter: string;
  readonly up: string;
  readonly from: string;
  readonly both: string;
  readonly tag: string;
  /** Packets go past the probes. */
  readonly past: string;
  readonly folded: string;
  readonly unfolded: string;
  /** Eight levels, lowest first. */
  readonly levels: string;
}

export const UNICODE_GLYPHS: Glyphs = {
  ascii: false,
  unknown: '–',
  ellipsis: '…',
  selected: '▸',
  descending: '▼',
  ascending: '▲',
  live: '▶',
  paused: '■',
  probeOn: '●',
  probeOff: '○',
  rule: '─',
  bar: '│',
  dot: '·',
  pair: '⇄',
  to: '→',
  down: '↓',
  enter: '⏎',
  up: '↑',
  from: '←',
  both: '⇄',
  tag: '✓',
  past: '»',
  folded: '▹',
  unfolded: '▿',
  levels: '▁▂▃▄▅▆▇█',
};

export const ASCII_GLYPHS: Glyphs = {
  ascii: true,
  unknown: '-',
  ellipsis: '~',
  selected: '>',
  descending: 'v',
  ascending: '^',
  live: '>',
  paused: '=',
  probeOn: '*',
  probeOff: 'o',
  rule: '-',
  bar: '|',
  dot: '-',
  pair: '<>',
  to: '>',
  down: 'v',
  enter: 'Enter',
  up: '^',
  from: '<',
  both: '=',
  tag: '*',
  past: '&',
  folded: '+',
  unfolded: '-',
  levels: '_.-:=+*#',
};
