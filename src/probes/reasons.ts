/** Names of drop reasons, from the running kernel only. Pure; the files are read by names.ts. */
import type { BtfEnum } from './btf.js';
import { hasField } from './tracefs.js';

const PREFIX = /^SKB_DROP_REASON_/;
const NOT_SPECIFIED = 'NOT_SPECIFIED';

/** Whether an enum holds drop reasons: `skb_drop_reason`, `qdisc_drop_reason`, `ovs_drop_reason`, `mac80211_drop_reason`, … */
export function isReasonEnum(name: string): boolean {
  return /(?:^|_)drop_reason$/.test(name);
}

/** Reasons by number, from the `print fmt` of skb:kfree_skb: `{ 2, "NOT_SPECIFIED" }`. */
export function parseReasons(format: string): ReadonlyMap<number, string> {
  // Without the field every packet is reported with reason 0.
  if (!hasField(format, 'reason')) return new Map([[0, NOT_SPECIFIED]]);
  const names = new Map<number, string>();
  for (const [, number, name] of format.matchAll(/\{\s*(0x[0-9a-fA-F]+|\d+)[uUlL]*\s*,\s*"([A-Za-z0-9_]+)"\s*\}/g)) {
    if (number !== undefined && name !== undefined) names.set(Number(number), name.replace(PREFIX, ''));
  }
  return names;
}

/** Reasons by number, from enums. Markers of a range (`…_MAX`, `…_MASK`, `__…`) are no reasons. */
export function reasonsOf(enums: readonly BtfEnum[]): ReadonlyMap<number, string> {
  const names = new Map<number, string>();
  for (const { name, values } of enums) {
    if (!isReasonEnum(name)) continue;
    for (const [value, text] of values) {
      if (!/^__|_MAX$|_MASK$/.test(text) && !names.has(value)) names.set(value, text.replace(PREFIX, ''));
    }
  }
  return names;
}

/** What stands for a number that the kernel names nowhere. */
export function unnamedReason(reason: number): string {
  return `REASON_${reason}`;
}
