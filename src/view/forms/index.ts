/** The table of forms. */
import { ADD_BRIDGE } from './add-bridge.js';
import { ADD_NAMESPACE } from './add-namespace.js';
import { ADD_PAIR } from './add-pair.js';
import { CONNECT } from './connect.js';
import { EDIT_LINK } from './edit-link.js';
import { FIX } from './fix.js';
import type { FormId, FormSpec } from './model.js';
import { REMOVE, REMOVE_BRIDGE } from './remove.js';
import { UPLINK } from './uplink.js';

export const FORMS: Readonly<Record<FormId, FormSpec>> = {
  'add-namespace': ADD_NAMESPACE,
  'add-pair': ADD_PAIR,
  'add-bridge': ADD_BRIDGE,
  connect: CONNECT,
  uplink: UPLINK,
  'edit-link': EDIT_LINK,
  remove: REMOVE,
  'remove-bridge': REMOVE_BRIDGE,
  fix: FIX,
};
