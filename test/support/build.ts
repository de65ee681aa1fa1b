import { execa } from 'execa';
import { ROOT } from './paths.js';

let built: Promise<void> | undefined;

/**
 * Brings dist/ up to date with src/, once per test file. `scripts/build` holds a lock and does nothing when nothing changed.
 * @throws Error with what the compiler printed.
 */
export function ensureBuilt(): Promise<void> {
  built ??= execa(`${ROOT}/scripts/build`, { reject: false, all: true, stdin: 'ignore' }).then(result => {
    if (result.failed) throw new Error(`scripts/build failed: ${result.all}`);
  });
  return built;
}
