/** One subcommand. Adding one is adding a file and a line in index.ts. */
import type { Command as Commander } from 'commander';

export interface Command {
  readonly name: string;
  /** Adds itself to the program; its action gives the exit status. */
  register(program: Commander, finish: (status: number) => void): void;
}

/** Options that every reading command has. */
export interface ReadOptions {
  readonly json?: true;
  readonly strict?: true;
}
