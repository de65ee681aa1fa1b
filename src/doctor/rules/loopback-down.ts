import { fixOf } from '../facts.js';
import type { Rule } from '../model.js';

/** A namespace that nothing runs in misses nothing. */
function isLived(kinds: readonly string[]): boolean {
  return kinds.includes('process') || kinds.includes('self');
}

export const loopbackDown: Rule = {
  name: 'loopback-down',
  about: 'lo is down in a namespace that has another link up',
  check: facts =>
    [...facts.inventory.namespaces.values()].flatMap(namespace => {
      const links = facts.linksIn(namespace.nsid);
      const lo = links.find(link => link.loopback);
      if (lo === undefined || lo.adminUp || !links.some(link => !link.loopback && link.adminUp)) return [];
      return [
        {
          severity: isLived(namespace.handles.map(({ kind }) => kind)) ? ('warning' as const) : ('note' as const),
          subject: { kind: 'namespace' as const, text: namespace.name, links: [lo.key], nsid: namespace.nsid, pairId: null },
          summary: `lo is down in ${namespace.name}`,
          evidence: [{ what: facts.name(lo), value: `administratively down, operstate ${lo.operState}` }],
          explanation:
            "A new namespace has its loopback down. Until it is up, nothing in there reaches 127.0.0.1 or an address of the namespace's own.",
          fix: fixOf(facts.ip(lo, 'link', 'set', 'lo', 'up')),
          remedy: facts.change(lo, { up: true }),
        },
      ];
    }),
};
