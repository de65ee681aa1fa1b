/**
 * Exit status 0 when node_modules holds what the lock file names, at those versions, and no more, whoever installed it: npm
 * keeps the list in node_modules/.package-lock.json. Optional packages (those of other platforms) may differ.
 */
import { readFileSync } from 'node:fs';

const root = process.argv[2];
const wanted = packagesOf(`${root}/package-lock.json`);
const present = packagesOf(`${root}/node_modules/.package-lock.json`);
const differs = path => wanted[path]?.version !== present[path]?.version;
const isOptional = path => wanted[path]?.optional ?? present[path]?.optional ?? false;
const isExcused = path => path === '' || (isOptional(path) && (wanted[path] === undefined || present[path] === undefined));

const all = [...Object.keys(wanted), ...Object.keys(present)];
process.exitCode = all.some(path => differs(path) && !isExcused(path)) ? 1 : 0;

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch (error) {
    if (error.code === 'ENOENT') return {};
    throw error;
  }
}
