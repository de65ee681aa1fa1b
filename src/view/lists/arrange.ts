/** Rows under headings. */
import type { Group, Heading, Identified, Item } from './model.js';

export function isHeading<R extends Identified>(item: Item<R>): item is Heading {
  return 'heading' in item;
}

/** Groups in the order of their first rows, so that what is sorted to the top stays at the top. */
export function arrangeGroups<R extends Identified>(
  sorted: readonly R[],
  group: Group<R>,
  isTurned: (id: string) => boolean,
): readonly Item<R>[] {
  const groups = new Map<string, R[]>();
  for (const row of sorted) {
    const name = group.of(row);
    const rows = groups.get(name);
    if (rows === undefined) groups.set(name, [row]);
    else rows.push(row);
  }
  const items: Item<R>[] = [];
  for (const [heading, rows] of groups) {
    const id = `${group.id}: ${heading}`;
    const folded = isTurned(id);
    items.push({ id, heading, count: rows.length, folded });
    if (!folded) items.push(...rows);
  }
  return items;
}
