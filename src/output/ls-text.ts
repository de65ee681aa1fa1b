/** `vethtop ls`. */
import type { Inventory, Pair } from '../inventory/model.js';
import { span } from '../view/line.js';
import { type EndText, isDown, masterText, placeOf, type Row, rowsOf } from '../view/rows.js';
import type { Glyphs } from '../view/theme.js';
import { type TableColumn, tableLines } from './table.js';
import { glyphsOf, render, type TextOptions } from './text.js';

function addressesOf({ a, b }: Row, glyphs: Glyphs): string | null {
  const ofEnd = (end: EndText | null): string =>
    end?.link.addresses == null || end.link.addresses.length === 0 ? glyphs.unknown : end.link.addresses.join(' ');
  const texts = [ofEnd(a), ofEnd(b)];
  return texts.every(text => text === glyphs.unknown) ? null : texts.join(` ${glyphs.pair} `);
}

function mtuOf({ a, b }: Row): string {
  return b === null || a.link.mtu === b.link.mtu ? String(a.link.mtu) : `${a.link.mtu}/${b.link.mtu}`;
}

function downEnds({ a, b }: Row): string {
  const down = [isDown(a.link) ? 'A' : '', b !== null && isDown(b.link) ? 'B' : ''].filter(end => end !== '');
  return down.length === 0 ? 'up' : `${down.join('+')} down`;
}

function columnsOf(glyphs: Glyphs): readonly TableColumn<Row>[] {
  return [
    { title: 'A', cell: ({ a }) => [span(a.name, 'name')] },
    { title: 'NAMESPACE / OWNER', cell: ({ a }) => [span(placeOf(a), a.hidden ? 'warning' : 'plain')] },
    { title: 'B', cell: ({ b }) => (b === null ? null : [span(b.name, 'name')]) },
    {
      title: 'NAMESPACE / OWNER',
      cell: ({ b, pair }) => {
        if (b !== null) return [span(placeOf(b), b.hidden ? 'warning' : 'plain')];
        return pair.certainty === 'exact' ? null : [span(`${pair.certainty}: ${pair.why}`, 'warning')];
      },
    },
    { title: 'MASTER', cell: masterText },
    { title: 'MTU', align: 'right', cell: mtuOf },
    { title: 'STATE', cell: row => [span(downEnds(row), downEnds(row) === 'up' ? 'ok' : 'warning')] },
    { title: 'ADDRESSES', cell: row => addressesOf(row, glyphs) },
  ];
}

/** `pairs`: those to show, in their order. Empty without pairs. */
export function lsText(inventory: Inventory, options: TextOptions, pairs: readonly Pair[] = inventory.pairs): string {
  const glyphs = glyphsOf(options);
  const rows = new Map(rowsOf(inventory).map(row => [row.id, row]));
  const shown = pairs.flatMap(pair => rows.get(pair.id) ?? []);
  return render(tableLines(columnsOf(glyphs), shown, glyphs), options);
}
