/** The JSON shapes of every command, in one place to import from. */
export type {
  EndDocument,
  InventoryDocument,
  LinkDocument,
  NamespaceReference,
  PairDocument,
  PartialDocument,
} from './documents.js';
export { jsonText, pairDocument, SCHEMA_VERSION } from './documents.js';
export { type DropDocument, type DropsLine, dropsLine } from './drops-json.js';
export { type LsDocument, lsDocument } from './ls-json.js';
export { type NamespaceDocument, type NsDocument, nsDocument } from './ns-json.js';
export { type PeerAnswer, type PeerDocument, peerDocument, type UplinkHop } from './peer-json.js';
export { type StatusDocument, type StatusFacts, statusDocument } from './status.js';
export { type WatchLine, type WatchOptions, type WatchPair, watchLine } from './watch-json.js';
