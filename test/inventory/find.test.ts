import { describe, expect, it } from 'vitest';
import { VethtopError } from '../../src/core/errors.js';
import { findPair, nearMatches, parseLinkReference } from '../../src/inventory/find.js';
import { inventory, link, namespace, veths } from './fixtures.js';

const host = namespace({ nsid: 1, isHost: true, name: 'host' });
const blue = namespace({ nsid: 2, name: 'blue' });
const red = namespace({ nsid: 3, name: 'red' });
const picture = inventory(
  [host, blue, red],
  [
    ...veths({ nsid: 1, ifindex: 5, name: 'veth-blue' }, { nsid: 2, ifindex: 2, name: 'eth0', altNames: ['uplink'] }),
    ...veths({ nsid: 1, ifindex: 6, name: 'veth-red' }, { nsid: 3, ifindex: 2, name: 'eth0' }),
    link({ nsid: 1, ifindex: 2, name: 'br0', kind: 'bridge' }),
  ],
);

function failure(text: string): VethtopError {
  try {
    findPair(picture, text);
  } catch (error) {
    if (error instanceof VethtopError) return error;
    throw error;
  }
  throw new Error(`${text} was found`);
}

describe('findPair', () => {
  it.each(['veth-blue', 'eth0@blue', 'uplink', '5@host', `eth0@${blue.inum}`])('%s is the blue pair', text => {
    expect(findPair(picture, text).a.name).toBe('veth-blue');
  });

  it('says where else a name of several links is', () => {
    expect(failure('eth0')).toMatchObject({ code: 'usage', why: 'eth0@blue, eth0@red' });
  });

  it('proposes what is spelled alike', () => {
    expect(failure('veth-blu')).toMatchObject({ code: 'not-found', next: 'did you mean veth-blue?' });
    expect(failure('eth0@bleu')).toMatchObject({
      code: 'not-found',
      what: 'there is no namespace bleu',
      next: 'did you mean blue?',
    });
  });

  it('tells what is no veth', () => {
    expect(failure('br0')).toMatchObject({ code: 'not-found', what: 'br0 is no veth', why: 'its kind is bridge' });
  });
});

describe('parseLinkReference', () => {
  it('splits at the last @', () => {
    expect(parseLinkReference('a@b@c')).toEqual({ name: 'a@b', namespace: 'c' });
    expect(parseLinkReference('eth0')).toEqual({ name: 'eth0', namespace: null });
  });
});

describe('nearMatches', () => {
  it('gives nothing for what resembles nothing', () => {
    expect(nearMatches('zzzzzz', ['eth0', 'veth1'])).toEqual([]);
  });
});
