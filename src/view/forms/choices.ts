/** What the planner would choose where a form says nothing, for the form to show. Pure. */
import type { HostFacts } from '../../manage/facts/model.js';
import { choose } from '../../manage/intents/connect.js';
import type { Intent } from '../../manage/intents/index.js';
import { whereIs } from '../../manage/intents/where.js';
import { resolveLink } from '../../manage/resolve.js';
import type { Values } from './model.js';

/** @throws VethtopError as the planner does. */
export function choicesFor(intent: Intent, facts: HostFacts): Values {
  if (intent.kind !== 'connect') return {};
  const where = whereIs(facts.inventory, intent.namespace, intent.createNamespaces);
  const { name, portName, addresses, gateways, mtu } = choose(
    intent,
    facts,
    where,
    resolveLink(facts.inventory, intent.bridge).link,
  );
  return {
    name,
    portName,
    addresses: addresses.join(' '),
    gateway: gateways.join(' ') || 'none',
    mtu: String(mtu),
  };
}
