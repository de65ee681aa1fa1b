/** Fields that several forms have. */

import type { Field } from './model.js';
import { namespaceNames } from './names.js';

export const YES_NO = ['yes', 'no'] as const;

export function namespaceField(id: string, label: string, about: string): Field {
  return { id, label, about, completions: namespaceNames };
}

export const MTU_FIELD: Field = { id: 'mtu', label: 'MTU', about: 'bytes; the usual one where it is empty' };

export function addressField(id: string, label: string, about = 'such as 10.0.0.1/24; several with blanks between'): Field {
  return { id, label, about };
}
