/** What a traffic worker is told: one JSON line on its stdin, then `go`. */
import * as v from 'valibot';

const ServerSchema = v.object({
  kind: v.picklist(['udp', 'tcp']),
  address: v.string(),
  port: v.number(),
  reply: v.picklist(['echo', 'none']),
});

const shared = {
  /** Tells flows apart: shifts the wave, so that they don't rise and fall together. */
  index: v.number(),
  to: v.string(),
  packetsPerSecond: v.number(),
  bytes: v.number(),
};

const FlowSchema = v.variant('kind', [
  v.object({ ...shared, kind: v.literal('udp'), port: v.number() }),
  v.object({ ...shared, kind: v.literal('tcp'), port: v.number() }),
  v.object({ ...shared, kind: v.literal('ping') }),
]);

const WorkerConfigSchema = v.object({
  /** The name in /run/netns of the namespace it works in. */
  namespace: v.string(),
  servers: v.array(ServerSchema),
  flows: v.array(FlowSchema),
  /** The worker ends after this time, whatever happens. */
  lifetimeMs: v.number(),
});

export type ServerConfig = v.InferOutput<typeof ServerSchema>;
export type FlowConfig = v.InferOutput<typeof FlowSchema>;
export type WorkerConfig = v.InferOutput<typeof WorkerConfigSchema>;

/** The second line: every server everywhere listens, so flows may start. */
export const GO = 'go';
/** What the worker prints when its servers listen. */
export const LISTENING = 'listening';

/** @throws an error of valibot's or of JSON when the line is not what the keeper writes. */
export function parseWorkerConfig(line: string): WorkerConfig {
  return v.parse(WorkerConfigSchema, JSON.parse(line));
}
