/**
 * A program that owns a lab, as vethtop does, for tests to end in every way. Arguments: the lab's name, the folder of labs (optional).
 * Prints one JSON line per event. SIGTERM stops the lab, SIGINT stops the building.
 */
import { spawn } from 'node:child_process';
import { startLab } from '../../dist/manage/labs.js';

const [name = '', folder] = process.argv.slice(2);
const tell = (event, facts = {}) => console.log(JSON.stringify({ event, ...facts }));
const building = new AbortController();
process.on('SIGINT', () => building.abort());

try {
  const lab = await startLab(name, {
    signal: building.signal,
    onProgress: progress => tell('progress', progress),
    onNote: text => tell('note', { text }),
    ...(folder === undefined ? {} : { folder }),
  });
  // A child that stays when this process is killed: it must not hold the keeper's pipe open.
  if (process.env.LEAVE_CHILD) spawn('sleep', ['600'], { stdio: 'ignore', detached: true });
  const alive = setInterval(() => {}, 60_000);
  process.once('SIGTERM', async () => {
    await Promise.all([lab.stop(), lab.stop()]);
    clearInterval(alive);
    tell('stopped');
  });
  tell('ready', { name: lab.name, title: lab.title, namespaces: lab.namespaces });
} catch (error) {
  tell('error', { code: error.code, what: error.what, why: error.why, next: error.next });
}
