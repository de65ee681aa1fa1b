import type { Link } from '../../inventory/model.js';
import type { LinkTarget, NamespaceTarget } from '../resolve.js';

/** What is asked of one link. */
export interface SetLink {
  readonly kind: 'set-link';
  readonly link: string;
  readonly up?: boolean | undefined;
  readonly mtu?: number | undefined;
  readonly mac?: string | undefined;
  readonly rename?: string | undefined;
  /** A namespace. */
  readonly move?: string | undefined;
  /** A bridge, in the namespace where the link is then. */
  readonly attach?: string | undefined;
  readonly detach?: boolean | undefined;
  readonly addAddresses: readonly string[];
  readonly removeAddresses: readonly string[];
  /** The bridge that gets the link's addresses, and the routes that go with them. */
  readonly moveAddressTo?: string | undefined;
}

/** What the names in it mean on this host. */
export interface Targets {
  readonly target: LinkTarget;
  readonly to: NamespaceTarget | null;
  readonly bridge: Link | null;
  readonly receiver: LinkTarget | null;
}
