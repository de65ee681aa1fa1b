// Records what the pictures of themes.test.ts are drawn from: two labs with traffic, as a session sees them.
//   sudo scripts/private-host node test/view/recorded/record.mjs >test/view/recorded/host.ndjson
import { setTimeout as sleep } from 'node:timers/promises';
import { startSession } from '../../../dist/live/session.js';
import { startLab } from '../../../dist/manage/labs.js';

const SECONDS = 45;

const labs = [await startLab('bridge'), await startLab('lossy')];
const session = startSession({ intervalMs: 1000, depth: 'full', flavour: null, measureCost: true });
await sleep(SECONDS * 1000);
const state = session.state();
await session.stop();
for (const lab of labs) await lab.stop();

// Maps as lists of their entries, and no more digits than a screen shows.
const text = JSON.stringify({ ...state, hostName: 'edge-01' }, (_key, value) => {
  if (value instanceof Map) return { entries: [...value] };
  // A history computes its series when it is asked.
  if (typeof value === 'object' && value !== null && 'abBytes' in value) {
    const { ab, ba, abBytes, baBytes, drops } = value;
    return { ab, ba, abBytes, baBytes, drops };
  }
  return typeof value === 'number' && !Number.isInteger(value) ? Math.round(value * 100) / 100 : value;
});
process.stdout.write(`${text}\n`);
