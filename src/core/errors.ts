/**
 * Errors are data: a code, what failed, why, and what to do next. One table maps codes to exit statuses.
 */

export type ErrorCode =
  | 'failure'
  | 'usage'
  | 'privilege'
  | 'dependency'
  | 'not-found'
  | 'partial'
  | 'netlink'
  | 'malformed'
  | 'probe'
  | 'terminal'
  | 'refused';

/** Exit status of the process for each code (sysexits would clash with what scripts expect of `ip`). */
export const EXIT_STATUS: Readonly<Record<ErrorCode, number>> = {
  failure: 1,
  usage: 2,
  privilege: 3,
  dependency: 3,
  'not-found': 4,
  partial: 5,
  netlink: 1,
  malformed: 1,
  probe: 1,
  terminal: 3,
  refused: 1,
};

export interface ErrorFacts {
  readonly code: ErrorCode;
  /** What failed, one clause, no trailing full stop. */
  readonly what: string;
  /** Why, as far as known. */
  readonly why?: string;
  /** What the person can do now. */
  readonly next?: string;
  readonly cause?: unknown;
}

/** The only error class of the program. `message` is the full text; the parts stay readable as fields. */
export class VethtopError extends Error {
  override readonly name = 'VethtopError';
  readonly code: ErrorCode;
  readonly what: string;
  readonly why: string | undefined;
  readonly next: string | undefined;

  constructor(facts: ErrorFacts) {
    super(formatFacts(facts), facts.cause === undefined ? undefined : { cause: facts.cause });
    this.code = facts.code;
    this.what = facts.what;
    this.why = facts.why;
    this.next = facts.next;
  }

  get exitStatus(): number {
    return EXIT_STATUS[this.code];
  }
}

function formatFacts({ what, why, next }: ErrorFacts): string {
  return `${what}${why === undefined ? '' : `: ${why}`}${next === undefined ? '' : `\n  → ${next}`}`;
}

/** Text of anything thrown, for a `why`. */
export function reasonOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** The errno name (`ENOENT`, …) of a Node system error, if it is one. */
export function errnoOf(thrown: unknown): string | undefined {
  if (!(thrown instanceof Error) || !('code' in thrown)) return undefined;
  return typeof thrown.code === 'string' ? thrown.code : undefined;
}
