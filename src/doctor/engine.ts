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

/** Namespaces are made anew with every change of structure and only then, so what was found is kept with them. */
const kept = new WeakMap<Inventory['namespaces'], readonly Finding[]>();

/** The findings of an inventory that is looked at again and again; counters that move don't start the rules anew. */
export function findingsOf(inventory: Inventory): readonly Finding[] {
  let findings = kept.get(inventory.namespaces);
  if (findings === undefined) {
    findings = diagnose(inventory);
    kept.set(inventory.namespaces, findings);
  }
  return findings;
}
