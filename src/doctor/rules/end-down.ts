import type { Link } from '../../inventory/model.js';
import type { Facts } from '../facts.js';
import { commandName, fixOf } from '../facts.js';
import type { Rule, Verdict } from '../model.js';

function upCommand(facts: Facts, link: Link): string | null {
  const name = commandName(link);
  return name === null ? null : facts.ip(link, 'link', 'set', name, 'up');
}

function downEnd(facts: Facts, down: Link, other: Link): Verdict {
  return {
    severity: 'error',
    subject: facts.subject(down),
    summary: `${facts.name(down)} is down, its other end is up`,
    evidence: [
      { what: facts.name(down), value: `administratively down, operstate ${down.operState}` },
      { what: facts.name(other), value: `up, operstate ${other.operState}` },
    ],
    explanation:
      'A veth has a carrier only while both ends are up, so the end that is up counts as having no cable. What is sent there is dropped as it leaves.',
    fix: fixOf(upCommand(facts, down)),
    remedy: facts.change(down, { up: true }),
  };
}

function bothDown(facts: Facts, a: Link, b: Link): Verdict {
  return {
    severity: 'note',
    subject: { ...facts.subject(a), kind: 'pair', text: `${facts.name(a)} and ${facts.name(b)}` },
    summary: `both ends are down: ${facts.name(a)} and ${facts.name(b)}`,
    evidence: [a, b].map(link => ({ what: facts.name(link), value: `administratively down, operstate ${link.operState}` })),
    explanation: 'A new pair is down at both ends until somebody sets it up. Nothing can pass, and nothing is lost on it either.',
    fix: fixOf(upCommand(facts, a), upCommand(facts, b)),
    remedy: { kind: 'set-links', changes: [facts.change(a, { up: true }), facts.change(b, { up: true })] },
  };
}

/** drivers/net/veth.c: veth_open() turns the carrier of both ends on only when the peer is up too. */
export const endDown: Rule = {
  name: 'end-down',
  about: 'an end of a pair is down',
  check: facts =>
    facts.inventory.pairs.flatMap(({ a, b }) => {
      if (b === null || (a.adminUp && b.adminUp)) return [];
      if (!a.adminUp && !b.adminUp) return [bothDown(facts, a, b)];
      return [a.adminUp ? downEnd(facts, b, a) : downEnd(facts, a, b)];
    }),
};
