/** Runs the rules over an inventory. Pure. */
import type { Inventory } from '../inventory/model.js';
import { Facts } from './facts.js';
import { type Finding, type Rule, SEVERITIES } from './model.js';
import { RULES } from './rules/index.js';

/** Errors first, then in the order of the rules. */
export function diagnose(inventory: Inventory, rules: readonly Rule[] = RULES): readonly Finding[] {
  const facts = new Facts(inventory);
  const findings = rules.flatMap(rule =>
    rule.check(facts).map((verdict): Finding => ({ id: `${rule.name} ${verdict.subject.text}`, rule: rule.name, ...verdict })),
  );
  return SEVERITIES.flatMap(severity => findings.filter(finding => finding.severity === severity));
}
