/** Plans and the journal for a person. The commands alone can be pasted into a root shell: all else is a comment. */
import { sanitise } from '../core/text.js';
import { formatCommand } from '../manage/command.js';
import type { Proposal } from '../manage/intents/proposal.js';
import type { JournalItem } from '../manage/journal/status.js';
import { type Line, span } from '../view/line.js';
import { type TableColumn, tableLines } from './table.js';
import { glyphsOf, render, type TextOptions } from './text.js';

/** One line, whatever the parts contain. */
function comment(text: string): string {
  return `# ${sanitise(text)}`;
}

/** A script for bash: the same commands that are run, and what they do beside. */
export function scriptText({ plan, effects, notes, problems }: Proposal): string {
  const optional = plan.steps.some(step => step.optional !== undefined);
  const lines = [
    comment(plan.title),
    ...effects.map(text => comment(`also: ${text}`)),
    ...notes.map(text => comment(`note: ${text}`)),
    ...problems.map(({ what, why }) => comment(`refused without --force: ${what}${why === undefined ? '' : `: ${why}`}`)),
    ...(optional ? [comment('a line that ends in `|| true` may fail: the rest is of use without it')] : []),
    ...plan.steps.map(step => `${formatCommand(step.command)}${step.optional === undefined ? '' : ' || true'}`),
    ...(plan.steps.length === 0 ? [comment('nothing to do')] : []),
  ];
  return `${lines.join('\n')}\n`;
}

/** What is asked about before it is run. */
export function proposalLines({ plan, effects, notes }: Proposal): readonly string[] {
  return [
    `${sanitise(plan.title)}:`,
    ...plan.steps.map(step => `  ${formatCommand(step.command)}`),
    ...(effects.length === 0 ? [] : ['also:', ...effects.map(text => `  - ${sanitise(text)}`)]),
    ...notes.map(text => `note: ${sanitise(text)}`),
  ];
}

const COLUMNS: readonly TableColumn<JournalItem>[] = [
  { title: 'ID', align: 'right', cell: ({ entry }) => String(entry.begin.id) },
  { title: 'WHEN', cell: ({ entry }) => new Date(entry.begin.at).toISOString().replace('T', ' ').slice(0, 19) },
  { title: 'STATUS', cell: statusCell },
  { title: 'CHANGE', cell: ({ entry }) => sanitise(entry.begin.plan.title) },
];

function statusCell({ status, undoneBy, entry }: JournalItem): Line {
  const done = entry.steps.filter(progress => progress === 'done').length;
  const detail =
    undoneBy !== null
      ? ` by ${undoneBy}`
      : status === 'interrupted' || status === 'incomplete'
        ? ` ${done}/${entry.steps.length}`
        : '';
  return [span(`${status}${detail}`)];
}

/** Newest last, as a shell's history; times in UTC. */
export function historyText(items: readonly JournalItem[], options: TextOptions): string {
  return render(tableLines(COLUMNS, items, glyphsOf(options)), options);
}
