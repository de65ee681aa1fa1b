import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LinkTotals } from '../../src/probes/model.js';
import { Tally } from '../../src/probes/tally.js';

const packed = (packets: number, bytes: number): bigint => BigInt.asUintN(64, (BigInt(packets) << 38n) + BigInt(bytes));
const entry = (key: string, value: bigint) => ({ key, value });
const moved = (packets: number, bytes: number): LinkTotals => ({ xmitPackets: packets, xmitBytes: bytes, xmitFailed: 0 });

describe('Tally', () => {
  it('takes packets and bytes out of one number', () => {
    const tally = new Tally();
    tally.fold('@xmit', [entry('4026531833,2', packed(1000, 142_000))], 0);
    expect(tally.totals().xmit.get('4026531833/2')).toEqual(moved(1000, 142_000));
  });

  it('goes on where the last program ended', () => {
    const tally = new Tally();
    tally.fold('@xmit', [entry('1,2', packed(10, 1000))], 0);
    tally.fold('@drop', [entry('1,2,0,3,-5', 4n)], 0);
    tally.newProgram();
    tally.fold('@xmit', [entry('1,2', packed(3, 300))], 0);
    tally.fold('@drop', [entry('1,2,0,3,18446744073709551611', 6n)], 0);
    expect(tally.totals().xmit.get('1/2')).toEqual(moved(13, 1300));
    expect(tally.totals().drops).toMatchObject([{ kind: { key: '1/2', reason: 3, location: 0xfffffffffffffffbn }, packets: 10 }]);
  });

  it('counts a second attempt at the peer once, and never goes back when it is announced first', () => {
    const tally = new Tally();
    tally.fold('@xmit', [entry('1,2', packed(10, 1000))], 0);
    tally.totals();
    tally.fold('@retry', [entry('1,2', packed(2, 200))], 0);
    expect(tally.totals().xmit.get('1/2')).toEqual(moved(10, 1000));
    tally.fold('@xmit', [entry('1,2', packed(12, 1200))], 0);
    expect(tally.totals().xmit.get('1/2')).toEqual(moved(10, 1000));
    tally.fold('@xmit', [entry('1,2', packed(15, 1500))], 0);
    expect(tally.totals().xmit.get('1/2')).toEqual(moved(13, 1300));
  });

  it('has no link for a packet without a device', () => {
    const tally = new Tally();
    tally.fold('@drop', [entry('0,0,0,3,1', 1n)], 0);
    expect(tally.totals().drops[0]?.kind.key).toBeNull();
  });

  it.each([
    ['@xmit', '1,2,3'],
    ['@xmit', 'a,b'],
    ['@drop', '1,2'],
    ['@other', '1,2'],
  ])('leaves out %s[%s]', (map, key) => {
    const tally = new Tally();
    tally.fold(map, [entry(key, 1n << 38n)], 0);
    expect(tally.totals()).toMatchObject({ drops: [] });
    expect(tally.totals().xmit.size).toBe(0);
  });

  it('is exact over any series of reports, wraps and restarts', () => {
    const step = fc.record({
      packets: fc.integer({ min: 0, max: 2 ** 25 - 1 }),
      bytes: fc.integer({ min: 0, max: 2 ** 38 - 1 }),
      restart: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), steps => {
        const tally = new Tally();
        let program = 0n;
        let [allPackets, allBytes] = [0, 0];
        for (const { packets, bytes, restart } of steps) {
          if (restart) {
            tally.newProgram();
            program = 0n;
          }

          program = BigInt.asUintN(64, program + (BigInt(packets) << 38n) + BigInt(bytes));
          tally.fold('@xmit', [entry('1,2', BigInt.asIntN(64, program))], 0);
          allPackets += packets;
          allBytes += bytes;
        }
        expect(tally.totals().xmit.get('1/2') ?? moved(0, 0)).toEqual(moved(allPackets, allBytes));
      }),
    );
  });

  it('never goes back, whatever is printed', () => {
    const report = fc.record({
      map: fc.constantFrom('@xmit', '@retry'),
      value: fc.bigInt(-(1n << 63n), (1n << 64n) - 1n),
      restart: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(report), reports => {
        const tally = new Tally();
        let before = moved(0, 0);
        for (const { map, value, restart } of reports) {
          if (restart) tally.newProgram();
          tally.fold(map, [entry('1,2', value)], 0);
          const now = tally.totals().xmit.get('1/2') ?? before;
          expect(now.xmitPackets).toBeGreaterThanOrEqual(before.xmitPackets);
          expect(now.xmitBytes).toBeGreaterThanOrEqual(before.xmitBytes);
          before = now;
        }
      }),
    );
  });

  it('remembers a bounded number of links and drops, those that moved last', () => {
    const tally = new Tally();
    const many = Array.from({ length: (1 << 16) + 10 }, (_, index) => index + 1);
    tally.fold('@xmit', [entry('9,9', packed(1, 100))], 0);
    tally.fold(
      '@xmit',
      many.slice(0, 1 << 15).map(index => entry(`${index},2`, packed(1, 100))),
      0,
    );
    tally.fold('@xmit', [entry('9,9', packed(2, 200))], 0);
    tally.fold(
      '@xmit',
      many.slice(1 << 15).map(index => entry(`${index},2`, packed(1, 100))),
      0,
    );
    tally.fold(
      '@drop',
      many.map(index => entry(`${index},2,0,3,5`, 1n)),
      0,
    );
    const { xmit, drops } = tally.totals();
    expect([xmit.size, drops.length]).toEqual([1 << 16, 1 << 16]);
    expect(xmit.get('9/9')).toEqual(moved(2, 200));
    expect(xmit.has('1/2')).toBe(false);
  });

  it('tells how full the fullest map of the running program is', () => {
    const tally = new Tally();
    tally.fold('@xmit', [entry('1,2', 1n), entry('1,3', 1n)], 0);
    expect(tally.fullest).toBe(2);
    tally.newProgram();
    expect(tally.fullest).toBe(0);
  });

  it('forgets a kind of drop that has not grown for five minutes, and goes on with what comes then', () => {
    const tally = new Tally();
    const drops = () => tally.totals().drops.map(({ kind, packets }) => [kind.reason, packets]);
    tally.fold('@drop', [entry('1,2,0,3,5', 10n), entry('1,2,0,4,5', 1n)], 0);
    tally.fold('@drop', [entry('1,2,0,3,5', 10n), entry('1,2,0,4,5', 2n)], 200_000);
    tally.fold('@drop', [entry('1,2,0,3,5', 10n), entry('1,2,0,4,5', 3n)], 400_000);
    expect(drops()).toEqual([[4, 3]]);
    tally.fold('@drop', [entry('1,2,0,3,5', 14n), entry('1,2,0,4,5', 3n)], 410_000);
    expect(drops()).toEqual([
      [4, 3],
      [3, 4],
    ]);
  });
});
