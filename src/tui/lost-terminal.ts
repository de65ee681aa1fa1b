/** Ending without a terminal, where the process began with one. */
import { closeSync } from 'node:fs';
import { isatty } from 'node:tty';

/**
 * Lets go of standard streams whose terminal has gone. Node gives every terminal that it started with its old modes
 * at exit, and aborts when that fails with EIO (`ResetStdio` in src/node.cc); a closed descriptor it leaves alone.
 * For an `exit` listener: the streams can't be used any more.
 */
export function releaseLostTerminal(): void {
  for (const { isTTY, fd } of [process.stdin, process.stdout, process.stderr]) {
    if (isTTY && !isatty(fd)) closeSync(fd);
  }
}
