/** A running `vethtop watch --json`. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { until } from './until.mjs';

const CLI = fileURLToPath(new URL('../../../dist/cli.js', import.meta.url));
/** Reports after the traffic in which nothing may change any more. */
const QUIET_REPORTS = 3;

export class Vethtop {
  #child;
  /** The newest line. */
  last;
  /** Lines with a report of the probes, and how many of the newest said the same totals. */
  #reports = 0;
  #same = 0;
  #totals = '';
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
      for (const line of lines) this.#take(JSON.parse(line));
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

  /** A line without a report of the probes says the interval of the line before again: only the others count here. */
  #take(line) {
    const reported = line.intervalMs !== null && line.intervalMs !== this.last?.intervalMs;
    this.last = line;
    if (!reported) return;
    const totals = JSON.stringify(line.pairs.map(totalsOf));
    this.#same = totals === this.#totals ? this.#same + 1 : 0;
    this.#totals = totals;
    this.#reports += 1;
  }

  get stderr() {
    return this.#stderr.trim();
  }

  /** @throws Error when it has no probes: `--flavour` is not to be had here. */
  async live() {
    await this.#until(() => this.#reports > 0 || this.last?.flavour === 'counters', 'the first report');
    const { flavour, probe } = this.last;
    if (flavour === 'counters') throw new Error(`no probes (${probe.status}): ${this.stderr}`);
  }

  /** Waits until the totals stand still, and gives the last line. */
  async settled() {
    const before = this.#reports;
    await this.#until(() => this.#reports > before + QUIET_REPORTS && this.#same >= QUIET_REPORTS, 'the totals to stand still');
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
  return [
    id,
    ab.packets,
    ab.bytes,
    ba.packets,
    ba.bytes,
    drops.map(({ end, reason, function: name, total }) => [end, reason, name, total]),
  ];
}
