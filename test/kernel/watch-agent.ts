/** The agent that watches a private host in tests, and what it prints. */
import { ensureBuilt } from '../support/build.js';
import type { HostProcess } from '../support/host-process.js';
import type { PrivateHost } from '../support/private-host.js';

const AGENT = new URL('./watch-agent.mjs', import.meta.url).pathname;

export interface SeenLink {
  /** `name@namespace`. */
  readonly at: string;
  readonly ifindex: number;
  readonly adminUp: boolean;
  readonly mtu: number;
  readonly addresses: readonly string[] | null;
  readonly altNames: readonly string[];
}

export interface Picture {
  readonly type: 'ready' | 'picture' | 'final';
  readonly at: number;
  readonly generation: number;
  readonly stats: { readonly rescans: number; readonly events: number; readonly overruns: number };
  readonly partial: readonly unknown[];
  readonly namespaces: readonly {
    readonly name: string;
    readonly inum: number | null;
    readonly hidden: boolean;
    readonly firstSeenAt?: number;
  }[];
  readonly links: readonly SeenLink[];
  readonly pairs: readonly { readonly certainty: string; readonly a: string; readonly b: string | null }[];
}

export interface Counts {
  readonly type: 'counts';
  readonly at: number;
  readonly fds: number;
  readonly rss: number;
  readonly heapUsed: number;
  readonly stats: Picture['stats'];
}

interface Paused {
  readonly type: 'paused';
}

type Line = Picture | Counts | Paused;

export class WatchAgent {
  readonly process: HostProcess;
  readonly #lines: Line[] = [];

  private constructor(process: HostProcess) {
    this.process = process;
  }

  static async start(host: PrivateHost, ...args: readonly string[]): Promise<WatchAgent> {
    await ensureBuilt();
    const agent = new WatchAgent(await host.spawn(process.execPath, [AGENT, ...args]));
    await agent.picture(({ type }) => type === 'ready', 'the agent to be ready');
    return agent;
  }

  #read(): readonly Line[] {
    const lines = this.process.lines();
    for (const line of lines.slice(this.#lines.length)) this.#lines.push(JSON.parse(line));
    return this.#lines;
  }

  pictures(): readonly Picture[] {
    return this.#read().filter(line => line.type !== 'counts' && line.type !== 'paused');
  }

  counts(): readonly Counts[] {
    return this.#read().filter(line => line.type === 'counts');
  }

  /** The newest picture. */
  latest(): Picture {
    const last = this.pictures().at(-1);
    if (last === undefined) throw new Error('the agent has said nothing');
    return last;
  }

  /** Waits until the newest picture is as wanted, and gives it. */
  picture(wanted: (picture: Picture) => boolean, what: string): Promise<Picture> {
    return this.process.until(
      () => {
        const last = this.pictures().at(-1);
        return last !== undefined && wanted(last) ? last : null;
      },
      { what: () => `${what}; the last picture: ${JSON.stringify(this.pictures().at(-1))}`, timeoutMs: 20_000, intervalMs: 10 },
    );
  }

  /** It hears nothing more, until there is a file /run/resume on its host. */
  async pause(): Promise<void> {
    this.process.kill('SIGUSR2');
    await this.process.until(() => this.#read().some(({ type }) => type === 'paused'), { what: 'the agent to pause' });
  }

  /** The picture as it is now, asked for by a signal. */
  async final(): Promise<Picture> {
    const before = this.pictures().length;
    this.process.kill('SIGUSR1');
    return this.process.until(
      () =>
        this.pictures()
          .slice(before)
          .find(({ type }) => type === 'final'),
      {
        what: 'the final picture',
      },
    );
  }
}
