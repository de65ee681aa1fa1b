/** What a person can ask for: one kind of intent a file, and its planner in the table. */
import type { Inventory } from '../../inventory/model.js';
import type { HostFacts, Needs } from '../facts/model.js';
import { type AddBridge, addBridgeIntent } from './add-bridge.js';
import { type AddNamespace, addNamespaceIntent } from './add-namespace.js';
import { type AddPair, addPairIntent } from './add-pair.js';
import { type Connect, connectIntent } from './connect.js';
import type { Planner, Proposal } from './proposal.js';
import { type RemoveBridge, removeBridgeIntent } from './remove-bridge.js';
import { type RemoveNamespace, removeNamespaceIntent } from './remove-namespace.js';
import { type RemovePair, removePairIntent } from './remove-pair.js';
import { type RemoveSeveral, removeSeveralIntent } from './remove-several.js';
import { type SetLink, setLinkIntent } from './set-link.js';
import { type SetLinks, setLinksIntent } from './set-links.js';
import { type Uplink, uplinkIntent } from './uplink.js';

export type Intent =
  | AddNamespace
  | AddPair
  | AddBridge
  | Connect
  | Uplink
  | SetLink
  | SetLinks
  | RemovePair
  | RemoveNamespace
  | RemoveBridge
  | RemoveSeveral;
export type IntentKind = Intent['kind'];
type IntentOf<K extends IntentKind> = { [P in K]: Extract<Intent, { kind: P }> }[K];

const PLANNERS: { readonly [K in IntentKind]: Planner<IntentOf<K>> } = {
  'add-namespace': addNamespaceIntent,
  'add-pair': addPairIntent,
  'add-bridge': addBridgeIntent,
  connect: connectIntent,
  uplink: uplinkIntent,
  'set-link': setLinkIntent,
  'set-links': setLinksIntent,
  'remove-pair': removePairIntent,
  'remove-namespace': removeNamespaceIntent,
  'remove-bridge': removeBridgeIntent,
  'remove-several': removeSeveralIntent,
};

/** Every kind, for those who try them all. */
export const INTENT_KINDS: readonly string[] = Object.keys(PLANNERS);

/** What has to be read for it. @throws VethtopError `not-found`, `usage`, `refused` when a name means nothing, too much, or nothing reachable. */
export function needsOf<K extends IntentKind>(intent: IntentOf<K>, inventory: Inventory): Needs {
  const kind: K = intent.kind;
  return PLANNERS[kind].needs(intent, inventory);
}

/** @throws VethtopError as `needsOf` does. */
export function propose<K extends IntentKind>(intent: IntentOf<K>, facts: HostFacts): Proposal {
  const kind: K = intent.kind;
  return PLANNERS[kind].propose(intent, facts);
}
