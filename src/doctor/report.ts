/** `vethtop doctor`: findings as a JSON document, and as text for a person. */
import type { Inventory } from '../inventory/model.js';
import { type InventoryDocument, inventoryDocument } from '../output/documents.js';
import { render, type TextOptions } from '../output/text.js';
import { type Line, span } from '../view/line.js';
import type { Role } from '../view/theme.js';
import type { Evidence, Finding, Severity, Subject } from './model.js';

export interface FindingDocument {
  readonly rule: string;
  readonly severity: Severity;
  /** `eth0@blue` */
  readonly subject: string;
  readonly subjectKind: Subject['kind'];
  readonly pairId: string | null;
  readonly summary: string;
  readonly evidence: readonly Evidence[];
  readonly explanation: string;
  /** Commands for a root shell; null where only a person can decide. */
  readonly fix: readonly string[] | null;
}

export interface DoctorDocument extends InventoryDocument {
  readonly findings: readonly FindingDocument[];
}

export function doctorDocument(inventory: Inventory, generatedAtMs: number, findings: readonly Finding[]): DoctorDocument {
  return {
    ...inventoryDocument(inventory, generatedAtMs),
    findings: findings.map(({ rule, severity, subject, summary, evidence, explanation, fix }) => ({
      rule,
      severity,
      subject: subject.text,
      subjectKind: subject.kind,
      pairId: subject.pairId,
      summary,
      evidence,
      explanation,
      fix,
    })),
  };
}

export const SEVERITY_STYLES: Readonly<Record<Severity, { readonly sign: string; readonly style: Role }>> = {
  error: { sign: '!', style: 'drop' },
  warning: { sign: '~', style: 'warning' },
  note: { sign: '-', style: 'dim' },
};

/** Evidence, explanation and commands; `cells` is where the explanation breaks. */
export function findingLines({ evidence, explanation, fix }: Finding, cells: number): readonly Line[] {
  const widest = evidence.reduce((most, { what }) => Math.max(most, what.length), 0);
  return [
    ...evidence.map(({ what, value }): Line => [span(`${what.padEnd(widest)}  `, 'dim'), span(value)]),
    ...wrapped(explanation, cells).map((text): Line => [span(text)]),
    ...(fix ?? []).map((command, index): Line => [span(index === 0 ? 'fix  ' : '     ', 'dim'), span(command, 'key')]),
  ];
}

/** Broken between words. */
export function wrapped(text: string, cells: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= cells) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

const INDENT = '  ';
const TEXT_CELLS = 100;

export function doctorText(findings: readonly Finding[], options: TextOptions): string {
  const cells = Math.max(20, (options.width ?? TEXT_CELLS) - INDENT.length);
  const lines = findings.flatMap((finding, index): readonly Line[] => {
    const { sign, style } = SEVERITY_STYLES[finding.severity];
    return [
      ...(index === 0 ? [] : [[]]),
      [span(`${sign} ${finding.severity}  `, style), span(finding.summary, 'name'), span(`  (${finding.rule})`, 'dim')],
      ...findingLines(finding, cells).map((line): Line => [span(INDENT), ...line]),
    ];
  });
  return render(lines, options);
}
