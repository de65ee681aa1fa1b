/** One kind of owner. Adding one is adding a file and a line in index.ts. */
import type { Handle } from '../inventory/model.js';
import type { Owner } from './model.js';

export interface OwnerFacts {
  /** Base names of the files that are this namespace, sanitised. */
  readonly fileNames: readonly string[];
  readonly handles: readonly Handle[];
  /** Text of /proc/<pid>/cgroup of a process in it; read at most once, null when there is none. */
  cgroup(): string | null;
}

export interface OwnerRule {
  readonly name: string;
  /** Null: not of this kind. Names given out are sanitised. */
  match(facts: OwnerFacts): Owner | null;
}
