/** The namespace that a command acts in, and how `ip` and others are told so. */
import { type Command, command } from './command.js';

export type Place =
  /** The namespace vethtop itself runs in. */
  | { readonly kind: 'host' }
  /** A name in /run/netns. */
  | { readonly kind: 'named'; readonly name: string }
  /** Any nsfs file: `/proc/<pid>/ns/net`, or a bind mount of one. */
  | { readonly kind: 'path'; readonly path: string };

export const HOST: Place = { kind: 'host' };

/** null stands for the host. */
export function placeOf(name: string | null | undefined): Place {
  return name === null || name === undefined ? HOST : { kind: 'named', name };
}

export function samePlace(a: Place, b: Place): boolean {
  return placeKey(a) === placeKey(b);
}

/** Equal for equal places. */
export function placeKey(place: Place): string {
  switch (place.kind) {
    case 'host':
      return 'host';
    case 'named':
      return `named:${place.name}`;
    case 'path':
      return `path:${place.path}`;
  }
}

/** `ip ARGS` in the place. */
export function ipIn(place: Place, ...args: readonly string[]): Command {
  switch (place.kind) {
    case 'host':
      return command('ip', ...args);
    case 'named':
      return command('ip', '-n', place.name, ...args);
    case 'path':
      return command('nsenter', `--net=${place.path}`, 'ip', ...args);
  }
}

/** Any other program in the place. */
export function execIn(place: Place, file: string, ...args: readonly string[]): Command {
  switch (place.kind) {
    case 'host':
      return command(file, ...args);
    case 'named':
      return command('ip', 'netns', 'exec', place.name, file, ...args);
    case 'path':
      return command('nsenter', `--net=${place.path}`, file, ...args);
  }
}

/** What follows `netns` where `ip` moves or places a link. The host has no such word: commands are run from there instead. */
export function netnsWord(place: Exclude<Place, { kind: 'host' }>): string {
  if (place.kind === 'path') return place.path;
  // `ip` takes a number for a pid when no namespace of that name is there.
  return /^\d+$/.test(place.name) ? `/run/netns/${place.name}` : place.name;
}

/** ` in lab-br`, or nothing for the host. */
export function inPlace(place: Place): string {
  switch (place.kind) {
    case 'host':
      return '';
    case 'named':
      return ` in ${place.name}`;
    case 'path':
      return ` in ${place.path}`;
  }
}
