/** One kind of link or of master. Adding one is adding a file and a line in index.ts. */
import type { LinkDetails, PortDetails } from '../../inventory/link-details.js';
import type { Values } from './values.js';

export interface LinkKind {
  /** IFLA_INFO_KIND, or IFLA_INFO_SLAVE_KIND for its ports. */
  readonly name: string;
  /** IFLA_INFO_DATA. */
  readonly link?: (values: Values) => LinkDetails;
  /** IFLA_INFO_SLAVE_DATA. */
  readonly port?: (values: Values) => PortDetails;
}
