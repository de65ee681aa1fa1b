import type { Rule } from '../model.js';

export const emptyNamespace: Rule = {
  name: 'empty-namespace',
  about: 'a named namespace has no link but lo, and nothing runs in it',
  check: facts =>
    [...facts.inventory.namespaces.values()].flatMap(namespace => {
      const { handles, nsid, name, isHost } = namespace;
      const named = handles.find(handle => handle.kind === 'named');
      if (named?.kind !== 'named' || isHost || handles.some(({ kind }) => kind !== 'named')) return [];
      const links = facts.linksIn(nsid);
      if (links.some(link => !link.loopback)) return [];
      return [
        {
          severity: 'note' as const,
          subject: { kind: 'namespace' as const, text: name, links: links.map(({ key }) => key), nsid, pairId: null },
          summary: `namespace ${name} has nothing in it`,
          evidence: [
            { what: 'links', value: links.map(link => link.name).join(' ') || 'none' },
            { what: 'kept alive by', value: named.path },
          ],
          explanation:
            'A name in /run/netns keeps its namespace alive with nothing in it. It is either about to be used, or was left behind.',
          fix: null,
          remedy: null,
        },
      ];
    }),
};
