import type { Command } from './command.js';
import { doctor } from './doctor.js';
import { ls } from './ls.js';
import { ns } from './ns.js';
import { peer } from './peer.js';
import { status } from './status.js';
import { watch } from './watch.js';

export const COMMANDS: readonly Command[] = [ls, ns, peer, watch, doctor, status];
