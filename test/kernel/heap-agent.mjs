// Loaded before vethtop (`node --import`): after each forced collection, what is left goes as a line of JSON to HEAP_LOG.
import fs from 'node:fs';
import v8 from 'node:v8';
import vm from 'node:vm';

const EVERY_MS = 1000;
const { HEAP_LOG: file } = process.env;

v8.setFlagsFromString('--expose-gc');
const collect = vm.runInNewContext('gc');

setInterval(() => {
  collect();
  const line = { at: Date.now(), heapBytes: process.memoryUsage().heapUsed, fds: fs.readdirSync('/proc/self/fd').length };
  fs.appendFileSync(file, `${JSON.stringify(line)}\n`);
}, EVERY_MS).unref();
