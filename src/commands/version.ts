import { readFileSync } from 'node:fs';

interface PackageFile {
  readonly version: string;
}

function readVersion(): string {
  const file: PackageFile = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  return file.version;
}

export const VERSION = readVersion();
