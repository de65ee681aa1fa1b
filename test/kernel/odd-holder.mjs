// Holds a network namespace without naming it: `odd-holder.mjs socket|fd|thread FILE`. Says `ready`, and ends with its parent.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

const CLONE_NEWNET = 0x40000000;
const AF_INET = 2;
const SOCK_DGRAM = 2;

const libc = createRequire(import.meta.url)('koffi').load(null);
const setns = libc.func('int setns(int, int)');
const socket = libc.func('int socket(int, int, int)');

function enter(fd) {
  if (setns(fd, CLONE_NEWNET) !== 0) throw new Error('setns failed');
}

const HOLDERS = {
  fd: file => {
    fs.openSync(file);
  },
  socket: file => {
    const home = fs.openSync('/proc/thread-self/ns/net');
    const there = fs.openSync(file);
    enter(there);
    if (socket(AF_INET, SOCK_DGRAM, 0) < 0) throw new Error('no socket');
    enter(home);
    fs.closeSync(there);
    fs.closeSync(home);
  },
  thread: file => new Promise(resolve => new Worker(new URL(import.meta.url), { workerData: file }).once('message', resolve)),
};

if (isMainThread) {
  const [, , kind, file] = process.argv;
  await HOLDERS[kind](file);
  console.log('ready');
  setInterval(() => {}, 1 << 30);
} else {
  const fd = fs.openSync(workerData);
  enter(fd);
  fs.closeSync(fd);
  parentPort.postMessage('there');
  setInterval(() => {}, 1 << 30);
}
