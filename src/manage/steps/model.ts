/**
 * A step is one change of the host as plain data: it can be shown, run, written to a journal and read back.
 * One builder per kind, in the files of this folder; adding a kind is adding a variant here and a builder.
 */
import type { Command } from '../command.js';
import type { Place } from '../place.js';

export interface LinkAt {
  readonly place: Place;
  readonly link: string;
}

/** One end of a pair to be made. */
export interface EndSpec {
  readonly place: Place;
  readonly name: string;
  readonly mtu?: number | undefined;
  readonly mac?: string | undefined;
}

export interface RouteSpec {
  /** `default`, or a prefix such as `10.1.0.0/16`. */
  readonly to: string;
  readonly via?: string | undefined;
  readonly dev?: string | undefined;
}

/**
 * What a step changes. `previous` is the value before, which the inverse restores; null for a link or namespace that an
 * earlier step of the same plan makes, and which goes when that step is undone.
 */
export type Change =
  | { readonly kind: 'add-namespace'; readonly name: string }
  | { readonly kind: 'delete-namespace'; readonly name: string }
  | { readonly kind: 'add-pair'; readonly a: EndSpec; readonly b: EndSpec }
  | {
      readonly kind: 'add-bridge';
      readonly place: Place;
      readonly name: string;
      readonly stp: boolean;
      readonly vlanFiltering: boolean;
    }
  /** `peer`: the other end of a pair, which goes too. */
  | ({ readonly kind: 'delete-link'; readonly peer?: LinkAt } & LinkAt)
  | ({ readonly kind: 'set-up'; readonly up: boolean; readonly previous: boolean | null } & LinkAt)
  | ({ readonly kind: 'set-mtu'; readonly mtu: number; readonly previous: number | null } & LinkAt)
  | ({ readonly kind: 'set-mac'; readonly mac: string; readonly previous: string | null } & LinkAt)
  | ({ readonly kind: 'rename-link'; readonly to: string } & LinkAt)
  | ({ readonly kind: 'move-link'; readonly to: Place } & LinkAt)
  | ({ readonly kind: 'attach-port'; readonly bridge: string } & LinkAt)
  | ({ readonly kind: 'detach-port'; readonly bridge: string } & LinkAt)
  | ({ readonly kind: 'add-address'; readonly address: string } & LinkAt)
  | ({ readonly kind: 'delete-address'; readonly address: string } & LinkAt)
  | { readonly kind: 'add-route'; readonly place: Place; readonly route: RouteSpec }
  | {
      readonly kind: 'set-sysctl';
      readonly place: Place;
      readonly key: string;
      readonly value: string;
      readonly previous: string | null;
    }
  | ({ readonly kind: 'set-bridge-vlans'; readonly filtering: boolean; readonly defaultPvid: number | null } & LinkAt)
  | ({ readonly kind: 'add-queue' } & LinkAt)
  | { readonly kind: 'add-masquerade'; readonly place: Place; readonly subnet: string; readonly via: string }
  | { readonly kind: 'add-filter'; readonly place: Place; readonly hook: FilterHook; readonly port: number }
  /** One command of what takes a change back. */
  | { readonly kind: 'undo'; readonly of: Change };

/** Where packets are dropped: those for the namespace itself, or those on their way through it. */
export type FilterHook = 'input' | 'forward';

export type ChangeKind = Change['kind'];

export type Inverse =
  | { readonly kind: 'command'; readonly command: Command }
  /** What the change took along comes back as well: each in its turn. */
  | { readonly kind: 'sequence'; readonly commands: readonly Command[] }
  /** Undoing an earlier step of the plan undoes this one. */
  | { readonly kind: 'implied' }
  /** Nothing brings it back. */
  | { readonly kind: 'none'; readonly why: string };

export const IMPLIED: Inverse = { kind: 'implied' };

/** None: undoing an earlier step is enough. */
export function undoneBy(...commands: readonly Command[]): Inverse {
  const [first, second] = commands;
  if (first === undefined) return IMPLIED;
  return second === undefined ? { kind: 'command', command: first } : { kind: 'sequence', commands };
}

/** The commands of an inverse, in order; none for what goes with an earlier step or can't be brought back. */
export function inverseCommands(inverse: Inverse): readonly Command[] {
  switch (inverse.kind) {
    case 'command':
      return [inverse.command];
    case 'sequence':
      return inverse.commands;
    case 'implied':
    case 'none':
      return [];
  }
}

export interface Step {
  readonly change: Change;
  /** Imperative, for a person: `add pair veth0 ↔ eth0 in blue`. */
  readonly title: string;
  readonly command: Command;
  readonly inverse: Inverse;
  /** What does it again after a part of its inverse; absent: its command alone. */
  readonly redo?: readonly Command[];
  /** What is missing without it. Set: the plan goes on when this step fails. */
  readonly optional?: string;
  /** What its inverse does not bring back, for a person: `the queueing discipline (tbf) of eth0`. */
  readonly lost?: readonly string[];
}
