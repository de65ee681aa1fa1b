/** What keeper and vethtop say to each other: one JSON object a line to vethtop; to the keeper `stop`, or the end of the pipe. */
import * as v from 'valibot';
import type { ErrorFacts } from '../../core/errors.js';

export const STOP = 'stop';

const code = v.picklist([
  'failure',
  'usage',
  'privilege',
  'dependency',
  'not-found',
  'partial',
  'netlink',
  'malformed',
  'probe',
  'terminal',
  'refused',
] satisfies readonly ErrorFacts['code'][]);

const KeeperMessageSchema = v.variant('type', [
  v.object({ type: v.literal('progress'), done: v.number(), total: v.number(), text: v.string() }),
  /** Something a person should know that does not stop the lab. */
  v.object({ type: v.literal('note'), text: v.string() }),
  v.object({ type: v.literal('ready'), title: v.string(), namespaces: v.array(v.string()) }),
  /** The lab could not be built; what had been made is removed again, but for what `why` says. */
  v.object({
    type: v.literal('failed'),
    code,
    what: v.string(),
    why: v.exactOptional(v.string()),
    next: v.exactOptional(v.string()),
  }),
  /** The last message of a lab that ran. */
  v.object({ type: v.literal('removed'), remains: v.array(v.string()) }),
]);

export type KeeperMessage = v.InferOutput<typeof KeeperMessageSchema>;

/** null for anything that a keeper doesn't write. */
export function parseKeeperMessage(line: string): KeeperMessage | null {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    // Not JSON: the only error there is.
    return null;
  }
  const result = v.safeParse(KeeperMessageSchema, value);
  return result.success ? result.output : null;
}

export function formatKeeperMessage(message: KeeperMessage): string {
  return `${JSON.stringify(message)}\n`;
}
