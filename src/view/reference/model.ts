/** What the man page and the completions are made from: the tables of the program, as plain data. */
export interface OptionFacts {
  /** `-n`, null where there is only a long form. */
  readonly short: string | null;
  readonly long: string;
  /** `COUNT`, null for a switch. */
  readonly value: string | null;
  readonly about: string;
  readonly choices: readonly string[];
}

export interface SubcommandFacts {
  /** With the ones above it: `add pair`. */
  readonly name: string;
  /** What can follow: `pair`. */
  readonly children: readonly string[];
  /** `<link>`, `[subject...]`, joined by blanks. */
  readonly usage: string;
  readonly about: string;
  readonly options: readonly OptionFacts[];
}

export interface Reference {
  readonly about: string;
  readonly options: readonly OptionFacts[];
  readonly subcommands: readonly SubcommandFacts[];
}
