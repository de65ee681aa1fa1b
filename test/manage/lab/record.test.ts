import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { emptyRecord, readRecords, recordPath, removeRecord, writeRecord } from '../../../src/manage/lab/record.js';

let parent: string;
let folder: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'vethtop-record-'));
  folder = join(parent, 'run/labs');
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

const unexpected = (path: string, why: string) => {
  throw new Error(`${path}: ${why}`);
};

describe('records', () => {
  const record = {
    ...emptyRecord('cable', { pid: 42, startTicks: 4711 }),
    namespaces: [
      { name: 'lab-a', identity: { inum: '4026532460', changedNs: '1764000000123456789' } },
      { name: 'lab-b', identity: null },
    ],
    links: [{ namespace: 'lab-a', name: 'veth0' }],
    workers: [{ pid: 43, startTicks: 4712 }],
  };

  it('come back as they were, readable for root alone', () => {
    writeRecord(record, folder);
    const path = recordPath(record, folder);
    expect(path).toBe(join(folder, 'cable-42-4711.json'));
    expect(readRecords(unexpected, folder)).toEqual([{ path, record }]);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  });

  it('replace each other and leave no other file', () => {
    writeRecord(emptyRecord('cable', record.keeper), folder);
    writeRecord(record, folder);
    expect(readdirSync(folder)).toEqual(['cable-42-4711.json']);
    removeRecord(recordPath(record, folder));
    removeRecord(recordPath(record, folder));
    expect(readRecords(unexpected, folder)).toEqual([]);
  });

  it('are none where no lab ever ran', () => {
    expect(readRecords(unexpected, join(parent, 'nowhere'))).toEqual([]);
  });

  it('are told apart from other files, which stay', () => {
    writeRecord(record, folder);
    writeFileSync(join(folder, 'broken.json'), '{"schemaVersion":1');
    writeFileSync(join(folder, 'other.json'), '{}');
    const faults: string[] = [];
    expect(readRecords(path => faults.push(path), folder)).toHaveLength(1);
    expect(faults.toSorted()).toEqual([join(folder, 'broken.json'), join(folder, 'other.json')]);
    expect(readdirSync(folder)).toHaveLength(3);
  });
});
