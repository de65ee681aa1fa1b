/** What can be made, by the words that people type. */
import type { FormId } from './model.js';

export interface NewForm {
  readonly name: 'namespace' | 'pair' | 'bridge' | 'connect' | 'uplink';
  readonly form: FormId;
  readonly about: string;
}

export const NEW_FORMS: readonly NewForm[] = [
  { name: 'pair', form: 'add-pair', about: 'two joined ends' },
  { name: 'namespace', form: 'add-namespace', about: 'empty, lo up' },
  { name: 'bridge', form: 'add-bridge', about: 'with ports' },
  { name: 'connect', form: 'connect', about: 'a namespace to a bridge' },
  { name: 'uplink', form: 'uplink', about: 'a way out for a bridge' },
];
