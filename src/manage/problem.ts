/** Why a change can't or shouldn't be made, as data: a form shows it while a person types, a command refuses with it. */
import { type ErrorCode, VethtopError } from '../core/errors.js';

export interface Problem {
  /** What is wrong, one clause. */
  readonly what: string;
  readonly why?: string;
  /** What helps, in words that a form has as well. */
  readonly next?: string;
  /** How the command line says `next`: `--down`. */
  readonly option?: string;
  /** Whether `--force` goes past it: it can be done, and it may hurt. */
  readonly forcible: boolean;
  /** `refused` unless told. */
  readonly code?: ErrorCode;
}

const FORCE = 'with --force it is done nevertheless';

/** @throws VethtopError with all that stands in the way, the first one's next step first. */
export function refuseFor(problems: readonly Problem[], force: boolean): void {
  const standing = problems.filter(({ forcible }) => !(forcible && force));
  const first = standing.find(({ forcible }) => !forcible) ?? standing[0];
  if (first === undefined) return;
  const rest = standing.filter(problem => problem !== first);
  const others = rest.map(({ what, why }) => (why === undefined ? what : `${what}: ${why}`));
  const why = [...(first.why === undefined ? [] : [first.why]), ...others.map(text => `also ${text}`)].join('; ');
  const help = [first.next, first.option === undefined ? undefined : `(${first.option})`].filter(part => part !== undefined);
  const next = [...(help.length === 0 ? [] : [help.join(' ')]), ...(first.forcible ? [FORCE] : [])].join('; ');
  throw new VethtopError({
    code: first.code ?? 'refused',
    what: first.what,
    ...(why === '' ? {} : { why }),
    ...(next === '' ? {} : { next }),
  });
}
