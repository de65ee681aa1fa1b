import fs from 'node:fs';
import { type HandleSource, inumOf } from './source.js';

/** The namespace of this process: always readable. */
export const self: HandleSource = {
  level: 'names',
  kinds: ['self'],
  scan(sink) {
    const inum = inumOf(fs.readlinkSync('/proc/thread-self/ns/net'));
    if (inum !== null) sink.found(inum, { kind: 'self' });
    return [];
  },
};
