/** A shell in the namespace of the selected row, on the terminal that the screen leaves for it. */
import { reasonOf } from '../core/errors.js';
import type { LiveState } from '../live/model.js';
import { namespaceReference } from '../manage/reference.js';
import { READONLY } from '../view/forms/open.js';
import { selectedSubject } from '../view/selection.js';
import type { UiState } from '../view/ui.js';
import type { Env, Tty } from './tty.js';

export interface ShellOptions {
  readonly tty: Tty;
  readonly env: Env;
  /** Lets go of the terminal as long as the task runs. */
  readonly outside: (task: () => Promise<void>) => Promise<void>;
}

/** Returns when the shell has ended, with what there is to say to a person, if anything. */
export async function shellInSelected(ui: UiState, live: LiveState, { tty, env, outside }: ShellOptions): Promise<string | null> {
  const namespace = selectedSubject(ui, live)?.namespace ?? null;
  if (ui.readonly) return READONLY;
  if (namespace === null) return 'this row has no namespace';
  const [{ readInventory }, { entering, runHere }] = await Promise.all([
    import('../manage/change.js'),
    import('../manage/enter.js'),
  ]);
  try {
    const inventory = readInventory();
    const entered = entering(inventory, namespaceReference(inventory, namespace), [env.SHELL || '/bin/sh']);
    await outside(async () => {
      tty.output.write(`In ${namespace.name}. Leave with exit.\n`);
      await runHere(entered, { ...env, VETHTOP_NAMESPACE: namespace.name });
    });
    return null;
  } catch (thrown) {
    return `no shell in ${namespace.name}: ${reasonOf(thrown).replace(/\s+/g, ' ')}`;
  }
}
