/** A real host as it was recorded (record.mjs). */
import { readFileSync } from 'node:fs';
import type { LiveState } from '../../../src/live/model.js';

function revive(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('entries' in value)) return value;
  const { entries } = value;
  return Array.isArray(entries) ? new Map(entries) : value;
}

export function recordedHost(): LiveState {
  return JSON.parse(readFileSync(new URL('./host.ndjson', import.meta.url), 'utf8'), revive);
}
