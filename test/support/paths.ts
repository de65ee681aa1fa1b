import { fileURLToPath } from 'node:url';

/** The checkout's root folder, without a trailing slash. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
/** The built entry point; `ensureBuilt()` makes it. */
export const CLI = `${ROOT}/dist/cli.js`;
