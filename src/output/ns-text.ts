/** `vethtop ns`. */
import type { Inventory, Namespace } from '../inventory/model.js';
import { span } from '../view/line.js';
import { keptAliveBy } from './kept-alive.js';
import { type NamespaceWithLinks, namespacesWithLinks } from './namespaces.js';
import { type TableColumn, tableLines } from './table.js';
import { glyphsOf, render, type TextOptions } from './text.js';

/** More handles than this are counted, not listed. */
const HANDLES_LISTED = 2;
const LINKS_LISTED = 4;

function listed(texts: readonly string[], most: number): string {
  const rest = texts.length - most;
  return rest <= 0 ? texts.join(', ') : `${texts.slice(0, most).join(', ')} and ${rest} more`;
}

function processCount({ handles }: Namespace): string {
  return String(handles.filter(({ kind }) => kind === 'process').length);
}

const COLUMNS: readonly TableColumn<NamespaceWithLinks>[] = [
  { title: 'NAMESPACE', cell: ({ namespace }) => [span(namespace.name, namespace.hidden ? 'warning' : 'name')] },
  { title: 'INUM', align: 'right', cell: ({ namespace }) => (namespace.inum === null ? null : String(namespace.inum)) },
  { title: 'OWNER', cell: ({ namespace: { owner } }) => (owner === null ? null : `${owner.kind}:${owner.name}`) },
  { title: 'PROCESSES', align: 'right', cell: ({ namespace }) => processCount(namespace) },
  {
    title: 'KEPT ALIVE BY',
    cell: ({ namespace }) =>
      listed(
        keptAliveBy(namespace).map(({ detail }) => detail),
        HANDLES_LISTED,
      ),
  },
  {
    title: 'LINKS',
    cell: ({ links }) =>
      links.length === 0
        ? null
        : listed(
            links.map(({ name }) => name),
            LINKS_LISTED,
          ),
  },
];

export function nsText(inventory: Inventory, options: TextOptions): string {
  return render(tableLines(COLUMNS, namespacesWithLinks(inventory), glyphsOf(options)), options);
}
