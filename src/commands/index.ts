import type { Command } from './command.js';

/**
 * Every subcommand, in the order of the help. Only the one that is asked for is loaded: what the screen needs costs a
 * `peer` nothing.
 */
export const COMMANDS: ReadonlyMap<string, () => Promise<Command>> = new Map<string, () => Promise<Command>>([
  ['ls', async () => (await import('./ls.js')).ls],
  ['ns', async () => (await import('./ns.js')).ns],
  ['peer', async () => (await import('./peer.js')).peer],
  ['watch', async () => (await import('./watch.js')).watch],
  ['status', async () => (await import('./status.js')).status],
]);
