import type { Rule } from '../model.js';

export const halfOpen: Rule = {
  name: 'half-open',
  about: 'the other end of a veth is not known exactly',
  check: facts =>
    facts.inventory.pairs.flatMap(pair => {
      if (pair.certainty === 'exact') return [];
      return [
        {
          severity: 'warning' as const,
          subject: facts.pairSubject(pair),
          summary: `the other end of ${facts.name(pair.a)} is not known`,
          evidence: [
            { what: 'certainty', value: pair.certainty },
            { what: 'why', value: pair.why },
          ],
          explanation:
            "A veth always has another end, in this namespace or another. It can't be shown here, so nothing that happens there can be either.",
          fix: null,
          remedy: null,
        },
      ];
    }),
};
