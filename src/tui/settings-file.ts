/**
 * Where choices are remembered: `$XDG_STATE_HOME/vethtop/state.json`, else `~/.local/state/…`, of the user that the process
 * runs as. Under sudo that is root; each person has a file of their own there, by the uid they came from. Nothing is written
 * as root into somebody else's folder, where a link could lead it astray.
 */
import { lstatSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { errnoOf, reasonOf } from '../core/errors.js';
import type { Settings } from '../view/settings.js';
import type { Env } from './tty.js';

/** A file of choices is small; whatever is larger is none. */
const MOST_CHARS = 100_000;

export interface SettingsFile {
  /** Whatever the file holds; null where there is none, or it can't be understood. */
  read(): unknown;
  /** Why it couldn't be written; null when it was. */
  write(settings: Settings): string | null;
}

/** Remembers nothing: for tests, and where a person wants it so. */
export const NO_SETTINGS: SettingsFile = { read: () => null, write: () => null };

function stateHome({ XDG_STATE_HOME: wanted }: Env, home: string): string {
  // The specification: a path that is not absolute is to be ignored.
  return wanted !== undefined && path.isAbsolute(wanted) ? wanted : path.join(home, '.local', 'state');
}

export function settingsPath(env: Env, home: string): string {
  const { SUDO_UID: uid } = env;
  const name = uid !== undefined && /^\d+$/.test(uid) && uid !== '0' ? `state.${uid}.json` : 'state.json';
  return path.join(stateHome(env, home), 'vethtop', name);
}

/** Why the folder can't be trusted with a file; null when it can. */
function distrust(folder: string): string | null {
  const { uid, mode } = lstatSync(folder);
  if (uid !== process.geteuid?.()) return `${folder} belongs to another user`;
  return (mode & 0o022) === 0 ? null : `${folder} may be written by others`;
}

export function openSettings(env: Env, home: string = os.homedir()): SettingsFile {
  const file = settingsPath(env, home);
  const folder = path.dirname(file);
  return {
    read: () => {
      try {
        const text = readFileSync(file, 'utf8');
        return text.length > MOST_CHARS ? null : JSON.parse(text);
      } catch {
        // None yet, or none that makes sense: choices start anew.
        return null;
      }
    },
    write: settings => {
      const fresh = `${file}.${process.pid}`;
      let begun = false;
      try {
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        const why = distrust(folder);
        if (why !== null) return why;
        begun = true;
        writeFileSync(fresh, `${JSON.stringify(settings, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
        renameSync(fresh, file);
        return null;
      } catch (error) {
        if (begun) rmSync(fresh, { force: true });
        return `${file}: ${errnoOf(error) ?? reasonOf(error)}`;
      }
    },
  };
}
