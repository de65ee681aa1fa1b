import { describe, expect, it } from 'vitest';
import { parseSshConnection, sshConnection } from '../../../src/manage/facts/session.js';

describe('the SSH connection', () => {
  it.each([
    ['10.0.0.2 40000 10.0.0.1 22', { client: '10.0.0.2', server: '10.0.0.1' }],
    ['fe80::1%eth0 40000 fe80::2%eth0 22', { client: 'fe80::1%eth0', server: 'fe80::2%eth0' }],
    ['', null],
    ['-rf 1 2 3', null],
    [undefined, null],
  ])('%s', (text, expected) => {
    expect(parseSshConnection(text)).toEqual(expected);
  });

  it('is taken from the environment first', () => {
    expect(sshConnection({ SSH_CONNECTION: '1.2.3.4 5 6.7.8.9 22' })).toEqual({ client: '1.2.3.4', server: '6.7.8.9' });
  });
});
