import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ErrorCode, EXIT_STATUS } from '../../../src/core/errors.js';
import { formatKeeperMessage, type KeeperMessage, parseKeeperMessage } from '../../../src/manage/lab/protocol.js';

const text = fc.string({ unit: 'binary' });
const codes = Object.keys(EXIT_STATUS).filter((code): code is ErrorCode => code in EXIT_STATUS);
const message: fc.Arbitrary<KeeperMessage> = fc.oneof(
  fc.record({ type: fc.constant('progress' as const), done: fc.nat(), total: fc.nat(), text }),
  fc.record({ type: fc.constant('note' as const), text }),
  fc.record({ type: fc.constant('ready' as const), title: text, namespaces: fc.array(text) }),
  fc.record(
    { type: fc.constant('failed' as const), code: fc.constantFrom(...codes), what: text, why: text, next: text },
    { requiredKeys: ['type', 'code', 'what'] },
  ),
  fc.record({ type: fc.constant('removed' as const), remains: fc.array(text) }),
);

describe('keeper messages', () => {
  it('are one line each and come back as they were', () => {
    fc.assert(
      fc.property(message, value => {
        const line = formatKeeperMessage(value);
        expect(line.indexOf('\n')).toBe(line.length - 1);
        expect(parseKeeperMessage(line)).toEqual(value);
      }),
    );
  });

  it('are nothing else', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), line => {
        expect(parseKeeperMessage(line)).toBeNull();
      }),
    );
  });
});
