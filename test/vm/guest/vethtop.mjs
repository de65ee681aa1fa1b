/** A running `vethtop watch --json`. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { until } from './until.mjs';

const CLI = fileURLToPath(new URL('../../../dist/cli.js', import.meta.url));
/** Reports after the traffic in which nothing may change any more. */
const QUIET_REPORTS = 3;

export class Vethtop {
  #child;
  #lines = [];
  #rest = '';
  #stderr = '';
  #ended;
  #over = false;

  constructor(flavour, extra = []) {
    const args = [CLI, 'watch', '--json', '-d', '0.5', ...(flavour === null ? [] : ['--flavour', flavour]), ...extra];
    this.#child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child.stdout.setEncoding('utf8').on('data', text => {
      const lines = (this.#rest + text).split('\n');
      this.#rest = lines.pop() ?? '';
      this.#lines.push(...lines.map(line => JSON.parse(line)));
    });
    this.#child.stderr.setEncoding('utf8').on('data', text => {
      this.#stderr += text;
    });
    this.#ended = new Promise(resolve => {
      this.#child.once('close', resolve).once('error', resolve);
    }).then(() => {
      this.#over = true;
    });
  }

  get last() {
    return this.#lines.at(-1);
  }

  get stderr() {
    return this.#stderr.trim();
  }

  /** @throws Error when it has no probes: `--flavour` is not to be had here. */
  async live() {
    await this.#until(() => this.last !== undefined, 'the first report');
    const { flavour, probe } = this.last;
    if (flavour === 'counters') throw new Error(`no probes (${probe.status}): ${this.stderr}`);
  }

  /** Waits until the totals stand still, and gives the last report. */
  async settled() {
    let seen = this.#lines.length;
    let totals = '';
    let same = 0;
    await this.#until(() => {
      for (; seen < this.#lines.length; seen++) {
        const now = JSON.stringify(this.#lines[seen].pairs.map(totalsOf));
        same = now === totals ? same + 1 : 0;
        totals = now;
      }
      return same >= QUIET_REPORTS;
    }, 'the totals to stand still');
    return this.last;
  }

  async stop() {
    this.#child.kill('SIGTERM');
    await this.#ended;
  }

  #until(ask, what) {
    const when = () => {
      if (this.#over) throw new Error(`vethtop ended: ${this.stderr}`);
      return ask();
    };
    return until(when, () => `${what}; stderr: ${this.stderr}; last: ${JSON.stringify(this.last?.probe)}`, 120_000);
  }
}

function totalsOf({ id, ab, ba, drops }) {
  return [id, ab.packets, ab.bytes, ba.packets, ba.bytes, drops.map(({ end, reason, function: name, total }) => [end, reason, name, total])];
}
