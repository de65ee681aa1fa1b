import { describe, expect, it } from 'vitest';
import { labFile, listLabs } from '../../../src/manage/lab/files.js';
import { ROOT } from '../../support/paths.js';

describe('listLabs', () => {
  it('gives the built-in labs by name', async () => {
    const labs = await listLabs();
    expect(labs.map(({ name }) => name)).toEqual(expect.arrayContaining(['bridge', 'cable']));
    expect(labs.find(({ name }) => name === 'cable')?.title).toBe(
      'one cable between two namespaces, with a TCP server on port 1234',
    );
  });
});

describe('labFile', () => {
  it('gives the path', async () => {
    expect(await labFile('cable')).toBe(`${ROOT}/labs/cable.yaml`);
  });

  it.each(['moon', '../labs/cable', ''])('names the labs there are when asked for %j', async name => {
    await expect(labFile(name)).rejects.toMatchObject({ code: 'not-found', next: expect.stringContaining('bridge, cable') });
  });
});
