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
  ['drops', async () => (await import('./drops.js')).drops],
  ['graph', async () => (await import('./graph.js')).graph],
  ['add', async () => (await import('./add.js')).add],
  ['set', async () => (await import('./set.js')).set],
  ['rm', async () => (await import('./rm.js')).rm],
  ['apply', async () => (await import('./apply.js')).apply],
  ['destroy', async () => (await import('./destroy.js')).destroy],
  ['lab', async () => (await import('./lab.js')).lab],
  ['undo', async () => (await import('./undo.js')).undo],
  ['history', async () => (await import('./history.js')).history],
  ['shell', async () => (await import('./shell.js')).shell],
  ['exec', async () => (await import('./exec.js')).exec],
  ['doctor', async () => (await import('./doctor.js')).doctor],
  ['status', async () => (await import('./status.js')).status],
]);
