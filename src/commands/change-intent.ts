import type { Command as Commander } from 'commander';
import type { Intent } from '../manage/intents/index.js';
import type { ChangeFlags } from './change-options.js';
import { changeHost } from './change-run.js';

/** What the command line asks for, carried out. Gives the exit status. */
export async function changeIntent(intent: Intent, flags: ChangeFlags, program: Commander): Promise<number> {
  const { draftOf } = await import('../manage/change.js');
  return changeHost(draftOf(intent), flags, program);
}
