/** Doctor: what is wrong, with the evidence and the commands that mend it. */
import { type Finding, SEVERITIES } from '../../doctor/model.js';
import { findingLines, SEVERITY_STYLES } from '../../doctor/report.js';
import type { Inventory } from '../../inventory/model.js';
import type { LiveState } from '../../live/model.js';
import type { PairRate } from '../../rates/model.js';
import type { Column } from '../columns/model.js';
import { numberCell } from '../columns/numbers.js';
import { cutLines, ruleLine } from '../detail.js';
import { orderedDrops } from '../drops.js';
import { NO_REPORT } from '../empty.js';
import type { Vocabulary } from '../filter/fields.js';
import { findingsOf } from '../findings.js';
import { type Line, type Span, span } from '../line.js';
import { rowsOf } from '../rows.js';
import { linkSubject, namespaceSubject, pairSubject, type Subject } from '../subject.js';
import { formatNumber } from '../units.js';
import { defineList } from './define.js';
import type { DetailOptions } from './model.js';

const COLUMNS: readonly Column<Finding, PairRate>[] = [
  {
    id: 'severity',
    about: 'error, warning or note',
    title: () => 'SEVERITY',
    align: 'left',
    minCells: 9,
    maxCells: 9,
    priority: 0,
    pinned: true,
    cell: ({ severity }) => {
      const { sign, style } = SEVERITY_STYLES[severity];
      return [span(`${sign} ${severity}`, style)];
    },
    sortKey: ({ severity }) => SEVERITIES.indexOf(severity),
  },
  {
    id: 'rule',
    about: 'the rule that found it',
    title: () => 'RULE',
    align: 'left',
    minCells: 16,
    maxCells: 16,
    priority: 3,
    leastScreenCells: 100,
    cell: ({ rule }) => [span(rule, 'dim')],
    sortKey: ({ rule }) => rule,
  },
  {
    id: 'subject',
    about: 'what it is about',
    title: () => 'SUBJECT',
    align: 'left',
    minCells: 18,
    maxCells: 40,
    priority: 1,
    cell: ({ subject }) => [span(subject.text, 'name')],
    sortKey: ({ subject }) => subject.text,
  },
  {
    id: 'summary',
    about: 'what is wrong',
    title: () => 'WHAT IS WRONG',
    align: 'left',
    minCells: 20,
    maxCells: 140,
    priority: 2,
    cell: finding => [span(shortSummary(finding))],
    sortKey: ({ summary }) => summary,
  },
  {
    id: 'drop',
    about: 'losses per second at its pair',
    title: () => 'DROP/s',
    align: 'right',
    minCells: 8,
    maxCells: 8,
    priority: 4,
    leastScreenCells: 100,
    cell: (_finding, rate, context) => numberCell(rate?.dropsPerSecond ?? null, context, 'drop'),
    sortKey: (_finding, rate) => rate?.dropsPerSecond ?? null,
    sortsDescending: true,
  },
];

/** Without the subject that stands beside it. */
function shortSummary({ summary, subject }: Finding): string {
  return summary.startsWith(`${subject.text} `) ? summary.slice(subject.text.length + 1) : summary;
}

const VOCABULARY: Vocabulary<Finding, PairRate> = {
  allNames: ({ rule, subject, summary }) => [rule, subject.text, summary],
  fields: new Map([
    ['rule', { kind: 'text', about: 'the rule', texts: ({ rule }) => [rule] }],
    ['severity', { kind: 'text', about: 'error, warning, note', texts: ({ severity }) => [severity] }],
    ['subject', { kind: 'text', about: 'what it is about', texts: ({ subject }) => [subject.text] }],
    ['kind', { kind: 'text', about: 'pair, link, namespace, bridge', texts: ({ subject }) => [subject.kind] }],
    ['drop', { kind: 'number', about: 'losses/s at its pair', numbers: (_finding, rate) => [rate?.dropsPerSecond ?? null] }],
  ]),
};

function detail(finding: Finding, rate: PairRate | null, options: DetailOptions): readonly Line[] {
  const title: Line = [span(finding.subject.text, 'name'), span(` ${finding.rule}`, 'dim')];
  const { style } = SEVERITY_STYLES[finding.severity];
  return [
    ruleLine(title, 'finding', options.cells, options.theme),
    [span(' '), span(finding.summary, style)],
    ...lossLine(rate, options),
    ...findingLines(finding, options.cells - 2).map((line): Line => [span(' '), ...line]),
    ...nextLine(finding),
  ];
}

/** What to press for the fix. */
function nextLine({ fix, remedy }: Finding): readonly Line[] {
  if (remedy !== null) return [[span(' f', 'key'), span(' shows this change as a plan, and makes it after a yes', 'dim')]];
  return fix === null ? [] : [[span(' y', 'key'), span(' copies the commands', 'dim')]];
}

/** `2!`: errors and warnings; notes don't call for anybody. */
function badge(live: LiveState): Span | null {
  let errors = 0;
  let warnings = 0;
  for (const { severity } of findingsOf(live) ?? NONE) {
    if (severity === 'error') errors += 1;
    else if (severity === 'warning') warnings += 1;
  }
  return errors + warnings === 0 ? null : span(`${errors + warnings}!`, errors > 0 ? 'drop' : 'warning');
}

const NONE: readonly Finding[] = [];

/** The pair that it is about, on the side that it is about; else the link, or the namespace. */
function subjectOf(finding: Finding, inventory: Inventory): Subject {
  const { kind, pairId, links, nsid } = finding.subject;
  const [key] = links;
  const row = pairId === null ? undefined : rowsOf(inventory).find(({ id }) => id === pairId);
  const link = key === undefined ? undefined : inventory.links.get(key);
  const namespace = inventory.namespaces.get(nsid);
  if (row !== undefined) {
    return { ...pairSubject(inventory, row, [row.a, row.b].find(end => end?.link.key === key) ?? undefined), finding };
  }
  if (kind !== 'namespace' && link !== undefined) return { ...linkSubject(inventory, link), finding };
  if (namespace !== undefined) return { ...namespaceSubject(inventory, namespace), finding };
  return { doomed: null, links: [], namespace: null, finding };
}

/** Losses at the pair; a note is about nothing that gets lost. */
function lossesAt({ frame }: LiveState): (finding: Finding) => PairRate | null {
  return ({ severity, subject: { pairId } }) =>
    frame === null || pairId === null || severity === 'note' ? null : (frame.pairs.get(pairId) ?? null);
}

const MOST_LOSSES = 3;

/** `and 20 drops/s of NOT_SPECIFIED in __dev_forward_skb here now`, the worst first; nothing while nothing is lost. */
function lossLine(rate: PairRate | null, { ui, theme }: DetailOptions): readonly Line[] {
  const losses = (rate?.drops ?? []).filter(drop => drop.class === 'loss' && (drop.perSecond ?? 0) > 0);
  if (losses.length === 0) return [];
  const texts = orderedDrops(losses)
    .slice(0, MOST_LOSSES)
    .map(({ perSecond, reason, function: name }, index) => {
      const number = formatNumber(perSecond, ui.units.scale, theme.glyphs.unknown);
      return index === 0 ? `${number} drops/s of ${reason} in ${name}` : `${number} of ${reason} in ${name}`;
    });
  return [[span(` and ${texts.join(', ')} here now`, 'drop')]];
}

export const DOCTOR = defineList<Finding, PairRate>({
  id: 'doctor',
  title: 'Doctor',
  about: 'what is wrong on this host, the evidence, and the commands that mend it',
  rows: live => findingsOf(live) ?? NONE,
  measures: lossesAt,
  columns: COLUMNS,
  vocabulary: VOCABULARY,
  sortColumn: 'severity',
  groups: [
    { id: 'rule', about: 'the rule', of: ({ rule }) => rule },
    { id: 'severity', about: 'the severity', of: ({ severity }) => severity },
  ],
  detail: (finding, rate, options) => ({ lines: cutLines(detail(finding, rate, options), options), chart: null }),
  subject: subjectOf,
  copy: ({ summary, fix }) => (fix === null ? summary : fix.join('\n')),
  badge,
  empty: ({ frame }) =>
    frame === null
      ? NO_REPORT
      : [[span('nothing found', 'ok')], [span('each rule was tried on every namespace, pair and bridge', 'dim')]],
});
