/** The table of rules. Adding one is adding a file and a line. */
import type { Rule } from '../model.js';
import { addressOnPort } from './address-on-port.js';
import { bridgeDown } from './bridge-down.js';
import { duplicates } from './duplicates.js';
import { emptyNamespace } from './empty-namespace.js';
import { endDown } from './end-down.js';
import { halfOpen } from './half-open.js';
import { isolated } from './isolated.js';
import { loopbackDown } from './loopback-down.js';
import { mtu } from './mtu.js';
import { noSharedSubnet } from './no-shared-subnet.js';
import { portLimit } from './port-limit.js';

export const RULES: readonly Rule[] = [
  addressOnPort,
  endDown,
  bridgeDown,
  mtu,
  noSharedSubnet,
  isolated,
  duplicates,
  halfOpen,
  portLimit,
  loopbackDown,
  emptyNamespace,
];
