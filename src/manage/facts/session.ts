/** The SSH connection that this process was started over, if any. */
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';

export interface SshConnection {
  readonly client: string;
  readonly server: string;
}

/** sshd(8): `client client-port server server-port`. Scoped addresses keep their `%eth0`. */
export function parseSshConnection(text: string | undefined): SshConnection | null {
  const [client, , server] = (text ?? '').split(' ');
  if (client === undefined || server === undefined || isIP(client) === 0 || isIP(server) === 0) return null;
  return { client, server };
}

/** A chain of parents longer than this is none. */
const MOST_ANCESTORS = 64;

/** sudo takes the variable away, so the environments of parents are asked as well. */
export function sshConnection(env: NodeJS.ProcessEnv = process.env): SshConnection | null {
  const own = parseSshConnection(env.SSH_CONNECTION);
  if (own !== null) return own;
  let pid = process.ppid;
  for (let hops = 0; hops < MOST_ANCESTORS && pid > 1; hops++) {
    try {
      const environment = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
      const found = parseSshConnection(
        environment.find(entry => entry.startsWith('SSH_CONNECTION='))?.slice('SSH_CONNECTION='.length),
      );
      if (found !== null) return found;
      const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
      pid = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    } catch {
      // The process has ended, or its environment is not ours to read: there is nothing more to learn this way.
      return null;
    }
  }
  return null;
}
