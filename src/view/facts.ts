/** What is known of the two ends of a pair, in one line or side by side. */
import { fitLine, joinFitting, type Line, span } from './line.js';
import { type EndText, isDown, placeOf, type Row } from './rows.js';
import type { Glyphs, Role } from './theme.js';

type FactForm = 'line' | 'page' | 'tall';

interface Fact {
  readonly title: string;
  readonly of: (end: EndText) => string | null;
  readonly style?: (end: EndText) => Role;
  /** The smallest form that has it: one line, a short page, a tall one. */
  readonly from: FactForm;
}

const FACTS: readonly Fact[] = [
  { title: 'name', of: end => end.name, style: () => 'name', from: 'tall' },
  { title: 'namespace', of: end => end.namespace, from: 'tall' },
  { title: 'owner', of: end => (end.ownerKind === null ? null : placeOf(end)), from: 'tall' },
  { title: 'ifindex', of: end => String(end.link.ifindex), from: 'line' },
  { title: 'inum', of: end => (end.inum === null ? null : String(end.inum)), from: 'line' },
  { title: 'MTU', of: end => String(end.link.mtu), from: 'line' },
  { title: 'oper', from: 'line', of: operText, style: end => (isDown(end.link) ? 'warning' : 'plain') },
  { title: 'master', of: end => end.master, from: 'line' },
  { title: 'MAC', of: end => end.link.mac, from: 'tall' },
  { title: 'addresses', of: addressText, from: 'page' },
  { title: 'altnames', of: end => end.link.altNames.join(' ') || null, from: 'tall' },
];

/** Null where they were not read; empty where there is none. */
function addressText(end: EndText): string | null {
  if (end.link.addresses === null) return null;
  return end.link.addresses.length === 0 ? 'none' : end.link.addresses.join(' ');
}

/** `DOWN (admin down)`: somebody has set it down, or only the carrier is missing. */
function operText({ link }: EndText): string {
  return link.adminUp ? link.operState : `${link.operState} (admin down)`;
}

function factValue(fact: Fact, end: EndText | null, glyphs: Glyphs): Line {
  const text = end === null ? null : fact.of(end);
  return text === null || end === null ? [span(glyphs.unknown, 'dim')] : [span(text, fact.style?.(end) ?? 'plain')];
}

/** `veth0 ⇄ eth0@docker:web-1`. */
export function pairTitle({ a, b }: Row, glyphs: Glyphs): Line {
  const end = (text: EndText): Line => [span(text.name, 'name'), span(`@${placeOf(text)}`, 'dim')];
  return [...end(a), span(` ${glyphs.pair} `, 'dim'), ...(b === null ? [span('?', 'warning')] : end(b))];
}

function certaintyLine({ pair }: Row): Line {
  return pair.certainty === 'exact' ? [span('exact')] : [span(`${pair.certainty}: ${pair.why}`, 'warning')];
}

/** Two lines: identities and states; addresses of both ends. */
export function factLines(row: Row, cells: number, glyphs: Glyphs): readonly Line[] {
  const shown = FACTS.filter(
    fact => fact.from === 'line' && (fact.title !== 'master' || row.a.master !== null || row.b?.master != null),
  );
  const facts = shown.map(
    (fact): Line => [
      span(`${fact.title} `, 'dim'),
      ...factValue(fact, row.a, glyphs),
      span(` ${glyphs.pair} `, 'dim'),
      ...factValue(fact, row.b, glyphs),
    ],
  );
  const addresses: Line = [
    span('addresses ', 'dim'),
    ...factValue(ADDRESSES, row.a, glyphs),
    span(` ${glyphs.pair} `, 'dim'),
    ...factValue(ADDRESSES, row.b, glyphs),
  ];
  return [joinFitting([certaintyLine(row), ...facts], span(` ${glyphs.dot} `, 'dim'), cells), addresses];
}

const ADDRESSES: Fact = { title: 'addresses', of: addressText, from: 'page' };

/** Both ends side by side, and how sure the pairing is. */
export function factTable(row: Row, cells: number, glyphs: Glyphs, form: 'page' | 'tall'): readonly Line[] {
  const titleCells = 11;
  const half = Math.floor((cells - titleCells) / 2);
  const options = { ellipsis: glyphs.ellipsis, ascii: glyphs.ascii };
  const entry = (title: Line, a: Line, b: Line): Line => [
    ...fitLine(title, titleCells),
    ...fitLine(a, half - 1, options),
    span(' '),
    ...fitLine(b, half, options),
  ];
  const known = FACTS.filter(fact => form === 'tall' || fact.from !== 'tall').filter(
    fact => fact.title !== 'altnames' || (fact.of(row.a) ?? (row.b && fact.of(row.b))) !== null,
  );
  return [
    entry([], [span('A', 'heading')], [span('B', 'heading')]),
    ...known.map(fact => entry([span(fact.title, 'dim')], factValue(fact, row.a, glyphs), factValue(fact, row.b, glyphs))),
    [...fitLine([span('certainty', 'dim')], titleCells), ...certaintyLine(row)],
  ];
}
