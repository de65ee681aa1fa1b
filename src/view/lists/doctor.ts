/** Doctor: what is wrong, with the evidence and the commands that mend it. */
import { type Finding, SEVERITIES } from '../../doctor/model.js';
import { findingLines, SEVERITY_STYLES } from '../../doctor/report.js';
import type { LiveState } from '../../live/model.js';
import type { Column } from '../columns/model.js';
import { cutLines, ruleLine } from '../detail.js';
import { NO_REPORT } from '../empty.js';
import type { Vocabulary } from '../filter/fields.js';
import { findingsOf } from '../findings.js';
import { type Line, type Span, span } from '../line.js';
import { rowsOf } from '../rows.js';
import { pairSubject } from '../subject.js';
import { defineList } from './define.js';
import type { DetailOptions } from './model.js';

const COLUMNS: readonly Column<Finding, null>[] = [
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
];

/** Without the subject that stands beside it. */
function shortSummary({ summary, subject }: Finding): string {
  return summary.startsWith(`${subject.text} `) ? summary.slice(subject.text.length + 1) : summary;
}

const VOCABULARY: Vocabulary<Finding, null> = {
  allNames: ({ rule, subject, summary }) => [rule, subject.text, summary],
  fields: new Map([
    ['rule', { kind: 'text', about: 'the rule', texts: ({ rule }) => [rule] }],
    ['severity', { kind: 'text', about: 'error, warning, note', texts: ({ severity }) => [severity] }],
    ['subject', { kind: 'text', about: 'what it is about', texts: ({ subject }) => [subject.text] }],
    ['kind', { kind: 'text', about: 'pair, link, namespace, bridge', texts: ({ subject }) => [subject.kind] }],
  ]),
};

function detail(finding: Finding, options: DetailOptions): readonly Line[] {
  const title: Line = [span(finding.subject.text, 'name'), span(` ${finding.rule}`, 'dim')];
  const { style } = SEVERITY_STYLES[finding.severity];
  return [
    ruleLine(title, 'finding', options.cells, options.theme),
    [span(' '), span(finding.summary, style)],
    ...findingLines(finding, options.cells - 2).map((line): Line => [span(' '), ...line]),
  ];
}

/** `2!`: errors and warnings; notes don't call for anybody. */
function badge(live: LiveState): Span | null {
  const findings = findingsOf(live) ?? [];
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const pressing = findings.filter(({ severity }) => severity !== 'note').length;
  return pressing === 0 ? null : span(`${pressing}!`, errors > 0 ? 'drop' : 'warning');
}

const NONE: readonly Finding[] = [];

export const DOCTOR = defineList<Finding, null>({
  id: 'doctor',
  title: 'Doctor',
  about: 'what is wrong on this host, the evidence, and the commands that mend it',
  rows: live => findingsOf(live) ?? NONE,
  measures: () => () => null,
  columns: COLUMNS,
  vocabulary: VOCABULARY,
  sortColumn: 'severity',
  groups: [
    { id: 'rule', about: 'the rule', of: ({ rule }) => rule },
    { id: 'severity', about: 'the severity', of: ({ severity }) => severity },
  ],
  detail: (finding, _measure, options) => ({ lines: cutLines(detail(finding, options), options), chart: null }),
  subject: ({ subject }, inventory) => {
    const row = rowsOf(inventory).find(({ id }) => id === subject.pairId);
    return row === undefined ? null : pairSubject(inventory, row);
  },
  copy: ({ summary, fix }) => (fix === null ? summary : fix.join('\n')),
  badge,
  empty: ({ frame }) =>
    frame === null
      ? NO_REPORT
      : [[span('nothing found', 'ok')], [span('each rule was tried on every namespace, pair and bridge', 'dim')]],
});
