/** `vethtop peer`: both ends side by side, and the way to the world. */
import { type Inventory, type Link, masterOf, namespaceOf } from '../inventory/model.js';
import { type Line, span } from '../view/line.js';
import type { Glyphs } from '../view/theme.js';
import { kindOf } from './documents.js';
import { linkFacts, portFacts } from './link-facts.js';
import type { PeerAnswer } from './peer-json.js';
import { type TableColumn, tableLines } from './table.js';
import { glyphsOf, render, type TextOptions } from './text.js';

interface Field {
  readonly label: string;
  /** null: unknown. */
  readonly of: (inventory: Inventory, link: Link) => string | null;
}

/** `vxlan: VNI 100, to 10.0.0.2` */
function kindFacts(link: Link): string {
  const facts = linkFacts(link.details);
  return facts === null ? kindOf(link) : `${kindOf(link)}: ${facts}`;
}

const FIELDS: readonly Field[] = [
  { label: 'name', of: (_, link) => [link.name, ...link.altNames].join(', ') },
  { label: 'namespace', of: (inventory, link) => namespaceOf(inventory, link).name },
  { label: 'inum', of: (inventory, link) => namespaceOf(inventory, link).inum?.toString() ?? null },
  {
    label: 'owner',
    of: (inventory, link) => {
      const { owner } = namespaceOf(inventory, link);
      return owner === null ? null : `${owner.kind}:${owner.name}`;
    },
  },
  { label: 'ifindex', of: (_, link) => String(link.ifindex) },
  { label: 'state', of: (_, link) => `${link.adminUp ? 'up' : 'down'}, oper ${link.operState}` },
  { label: 'MTU', of: (_, link) => String(link.mtu) },
  { label: 'MAC', of: (_, link) => link.mac },
  { label: 'addresses', of: (_, { addresses }) => (addresses === null || addresses.length === 0 ? null : addresses.join(' ')) },
  {
    label: 'master',
    of: (inventory, link) => {
      const master = masterOf(inventory, link);
      return master === null ? null : `${master.name} (${kindFacts(master)})`;
    },
  },
  { label: 'port', of: (_, { port }) => portFacts(port) },
  { label: 'transmitted', of: (_, { counters }) => counters && `${counters.txPackets} packets, ${counters.txBytes} bytes` },
  { label: 'received', of: (_, { counters }) => counters && `${counters.rxPackets} packets, ${counters.rxBytes} bytes` },
  { label: 'dropped', of: (_, { counters }) => counters && `tx ${counters.txDropped}, rx ${counters.rxDropped}` },
];

function pathLine(inventory: Inventory, path: readonly Link[], glyphs: Glyphs): readonly Line[] {
  if (path.length === 0) return [];
  const hops = path.map(link => `${link.name}@${namespaceOf(inventory, link).name} (${kindFacts(link)})`);
  return [[span('uplink', 'heading'), span(`  ${hops.join(` ${glyphs.to} `)}`)]];
}

export function peerText(inventory: Inventory, { pair, asked, uplinkPath }: PeerAnswer, options: TextOptions): string {
  const glyphs = glyphsOf(options);
  const [near, far] = asked === 'a' || pair.b === null ? [pair.a, pair.b] : [pair.b, pair.a];
  const columns: readonly TableColumn<Field>[] = [
    { title: '', cell: ({ label }) => [span(label, 'heading')] },
    { title: 'THIS END', cell: field => field.of(inventory, near) },
    { title: 'OTHER END', cell: field => (far === null ? null : field.of(inventory, far)) },
  ];
  const doubt: readonly Line[] = pair.certainty === 'exact' ? [] : [[span(`${pair.certainty}: ${pair.why}`, 'warning')]];
  return render([...tableLines(columns, FIELDS, glyphs), ...doubt, ...pathLine(inventory, uplinkPath, glyphs)], options);
}
