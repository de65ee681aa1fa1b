/** The built-in labs: files in `labs/`, beside `dist/`. */
import { readdirSync, readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { VethtopError } from '../../core/errors.js';
import { readTopology } from '../topology.js';

const FOLDER = fileURLToPath(new URL('../../../labs/', import.meta.url));
const EXTENSION = '.yaml';

export interface LabSummary {
  readonly name: string;
  readonly title: string;
}

/** By name. */
export async function listLabs(folder = FOLDER): Promise<readonly LabSummary[]> {
  const names = await labNames(folder);
  return Promise.all(names.map(async name => ({ name, title: (await readTopology(fileOf(name, folder))).title })));
}

/** The same at once, for the help: the title is a line of its own in every file. */
export function labTitles(folder = FOLDER): readonly LabSummary[] {
  const names = readdirSync(folder)
    .filter(file => file.endsWith(EXTENSION))
    .sort();
  return names.map(file => ({
    name: file.slice(0, -EXTENSION.length),
    title: /^title: (.*)$/m.exec(readFileSync(join(folder, file), 'utf8'))?.[1] ?? '',
  }));
}

/** @throws VethtopError `not-found` with the names there are. */
export async function labFile(name: string, folder = FOLDER): Promise<string> {
  const names = await labNames(folder);
  if (names.includes(name)) return fileOf(name, folder);
  throw new VethtopError({
    code: 'not-found',
    what: `there is no lab ${JSON.stringify(name)}`,
    next: `labs: ${names.join(', ')}`,
  });
}

async function labNames(folder: string): Promise<readonly string[]> {
  const files = await readdir(folder);
  return files.flatMap(file => (file.endsWith(EXTENSION) ? [file.slice(0, -EXTENSION.length)] : [])).sort();
}

function fileOf(name: string, folder: string): string {
  return join(folder, `${name}${EXTENSION}`);
}
