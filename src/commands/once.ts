/** Reading the host once, for the commands that print and end. */
import { EXIT_STATUS } from '../core/errors.js';
import { HostInventory, type HostOptions } from '../inventory/host.js';
import type { Inventory } from '../inventory/model.js';
import { formatPartial } from '../output/error-text.js';

export function readOnce(options: HostOptions): Inventory {
  const host = HostInventory.open(options);
  try {
    host.rescan();
    return host.snapshot();
  } finally {
    host.close();
  }
}

/** Tells what is missing from the picture, and gives the exit status: 5 with --strict. */
export function reportPartial(inventory: Inventory, strict: boolean): number {
  process.stderr.write(formatPartial(inventory.partial));
  return strict && inventory.partial.length > 0 ? EXIT_STATUS.partial : 0;
}
