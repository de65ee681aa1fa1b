/** The files of probes/, beside src/ in the checkout and beside dist/ in the package. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('../../probes/', import.meta.url));

export function readFragment(name: string): string {
  return readFileSync(FOLDER + name, 'utf8');
}
