/**
 * The screen on made-up data, for looking at and for tests in a real terminal: `driver.js [busy|bare|COUNT] [tick ms] [throw]`.
 * A line on stderr tells that cleaning up ran.
 */
import { runTui } from '../../src/tui/run.js';
import { bareHost, busyHost, oneUniform } from '../view/fixtures.js';
import { FakeLive } from './fake-live.js';

const [kind = 'busy', tickMs = '1000', mishap] = process.argv.slice(2);

function stateAt(tick: number) {
  if (kind === 'bare') return bareHost();
  return kind === 'busy' ? busyHost({ tick }) : oneUniform(Number(kind), tick);
}

const live = new FakeLive(stateAt(0));
let tick = 0;
const timer = setInterval(() => {
  tick += 1;
  live.set(stateAt(tick));
  if (mishap === 'throw' && tick === 3) throw new Error('mishap of the driver');
}, Number(tickMs));

await runTui({
  live,
  ascii: process.env.VETHTOP_ASCII === '1',
  color: process.env.NO_COLOR === undefined,
  readonly: false,
  ...(process.env.VETHTOP_BANNER === undefined ? {} : { banner: process.env.VETHTOP_BANNER }),
  onExit: async () => {
    process.stderr.write('driver: cleaned up\n');
  },
});
clearInterval(timer);
process.stdout.write('driver: quit\n');
