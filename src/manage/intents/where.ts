/** A namespace that is there, or that the same plan makes. Pure. */
import { VethtopError } from '../../core/errors.js';
import { parseLinkReference } from '../../inventory/find.js';
import type { Inventory } from '../../inventory/model.js';
import { newNamespaceProblems } from '../checks.js';
import { HOST, type Place, placeOf } from '../place.js';
import type { Problem } from '../problem.js';
import { findNamespaces, noNamespace, resolveNamespace } from '../resolve.js';
import { setUp } from '../steps/link.js';
import type { Step } from '../steps/model.js';
import { addNamespace } from '../steps/namespace.js';

export interface Where {
  readonly place: Place;
  /** null: made by the plan. */
  readonly nsid: number | null;
  /** For a person: `blue`, `host`. */
  readonly name: string;
}

/** @param name null: where vethtop runs. @throws VethtopError `not-found` unless `create`. */
export function whereIs(inventory: Inventory, name: string | null, create: boolean): Where {
  if (name === null) {
    const own = [...inventory.namespaces.values()].find(({ handles }) => handles.some(({ kind }) => kind === 'self'));
    return { place: HOST, nsid: own?.nsid ?? null, name: own?.name ?? 'host' };
  }
  if (findNamespaces(inventory, name).length === 0) {
    if (!create) throw unmade(noNamespace(inventory, name));
    return { place: placeOf(name), nsid: null, name };
  }
  const { namespace, place } = resolveNamespace(inventory, name);
  return { place, nsid: namespace.nsid, name: namespace.name };
}

/** A name that was not mistyped is one that is to be made. */
function unmade({ code, what, next }: VethtopError): VethtopError {
  return new VethtopError({ code, what, next: `${next === undefined ? '' : `${next}; `}--create-ns makes it on the way` });
}

/** Steps that make the namespaces which are not there, each once. */
export function creation(places: readonly Where[]): readonly Step[] {
  const names = new Set(places.filter(({ nsid }) => nsid === null).map(({ name }) => name));
  return [...names].flatMap(namespaceSteps);
}

export function creationProblems(inventory: Inventory, places: readonly Where[]): readonly Problem[] {
  const names = new Set(places.filter(({ nsid }) => nsid === null).map(({ name }) => name));
  return [...names].flatMap(name => newNamespaceProblems(inventory, name));
}

export function namespaceSteps(name: string): readonly Step[] {
  return [addNamespace(name), setUp({ place: placeOf(name), link: 'lo' }, true, null)];
}

/** `veth0@ns1` for a link that is to be made. */
export function newLinkAt(inventory: Inventory, text: string, create: boolean): Where & { readonly link: string } {
  const { name, namespace } = parseLinkReference(text);
  return { ...whereIs(inventory, namespace, create), link: name };
}
