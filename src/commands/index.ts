import { add } from './add.js';
import { apply } from './apply.js';
import type { Command } from './command.js';
import { destroy } from './destroy.js';
import { exec } from './exec.js';
import { graph } from './graph.js';
import { history } from './history.js';
import { lab } from './lab.js';
import { ls } from './ls.js';
import { ns } from './ns.js';
import { peer } from './peer.js';
import { rm } from './rm.js';
import { set } from './set.js';
import { shell } from './shell.js';
import { status } from './status.js';
import { undo } from './undo.js';
import { watch } from './watch.js';

export const COMMANDS: readonly Command[] = [
  ls,
  ns,
  peer,
  watch,
  graph,
  add,
  set,
  rm,
  apply,
  destroy,
  lab,
  undo,
  history,
  shell,
  exec,
  status,
];
