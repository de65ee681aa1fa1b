/** `/run/vethtop`: for root alone, and gone with the next boot, as the changes are. */
import { chmodSync, mkdirSync } from 'node:fs';

export const RUN_FOLDER = '/run/vethtop';
export const JOURNAL_FOLDER = `${RUN_FOLDER}/journal`;

/** Whoever made it before, with whatever umask. */
export function makeFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
}
