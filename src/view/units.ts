/** Numbers for a person, in a fixed number of cells. Unknown is a dash, never 0. */
import type { DirectionRate } from '../rates/model.js';

/** What the rate columns count. */
export const RATE_UNITS = ['pps', 'bits', 'bytes'] as const;
export type RateUnit = (typeof RATE_UNITS)[number];

export type Scale = 'si' | 'iec';

export interface Units {
  readonly rate: RateUnit;
  readonly scale: Scale;
}

const SCALES = {
  si: { step: 1000, suffixes: ['', 'k', 'M', 'G', 'T', 'P', 'E'] },
  iec: { step: 1024, suffixes: ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'] },
} as const;

/** Widest result of `formatNumber`: `999.9Ki`. */
export const NUMBER_CELLS = 7;

function mantissa(value: number): string {
  return value.toFixed(value < 10 ? 2 : 1);
}

/** `201`, `0.4`, `5.61G`, `812.4k`; at most `NUMBER_CELLS` wide. `unknown` for null and for what is no number. */
export function formatNumber(value: number | null, scale: Scale, unknown: string): string {
  if (value === null || !Number.isFinite(value) || value < 0) return unknown;
  const { step, suffixes } = SCALES[scale];
  if (value < 999.5) return value < 9.95 && !Number.isInteger(value) ? value.toFixed(1) : String(Math.round(value));
  let scaled = value;
  for (const suffix of suffixes) {
    if (scaled < 999.95 && suffix !== '') return `${mantissa(scaled)}${suffix}`;
    scaled /= step;
  }
  return `>999${suffixes[suffixes.length - 1]}`;
}

/** A total with thousands separators while it fits, then scaled. */
export function formatTotal(value: number | null, cells: number, scale: Scale, unknown: string): string {
  if (value === null || !Number.isFinite(value) || value < 0) return unknown;
  const full = Math.round(value)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ',');
  return full.length <= cells ? full : formatNumber(value, scale, unknown);
}

interface UnitFacts {
  /** In column titles. */
  readonly title: string;
  /** After a number in a sentence. */
  readonly label: string;
  readonly of: (rate: DirectionRate) => number | null;
}

function scaled(value: number | null, factor: number): number | null {
  return value === null ? null : value * factor;
}

export const UNIT_FACTS: Readonly<Record<RateUnit, UnitFacts>> = {
  pps: { title: 'pps', label: 'pps', of: rate => rate.packetsPerSecond },
  bits: { title: 'bit/s', label: 'bit/s', of: rate => scaled(rate.bytesPerSecond, 8) },
  bytes: { title: 'B/s', label: 'B/s', of: rate => rate.bytesPerSecond },
};

/** `1.0s`, `250ms`. */
export function formatInterval(intervalMs: number): string {
  return intervalMs < 1000 ? `${Math.round(intervalMs)}ms` : `${(intervalMs / 1000).toFixed(1)}s`;
}

/** `45s`, `2m10s`. */
export function formatDuration(durationMs: number): string {
  const seconds = Math.round(durationMs / 1000);
  return seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m${String(seconds % 60).padStart(2, '0')}s`;
}

/** Local time of day, `14:02:31`. */
export function formatClock(atMs: number): string {
  const date = new Date(atMs);
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map(part => String(part).padStart(2, '0')).join(':');
}

/** Sum that is unknown only when both are. */
export function sumKnown(a: number | null, b: number | null): number | null {
  if (a === null) return b;
  return b === null ? a : a + b;
}
