/** The chart of a pair as data: where it goes and what it draws. The widget that draws it belongs to the terminal. */
import type { History } from '../rates/model.js';
import type { Scale, Units } from './units.js';

export interface ChartSeries {
  readonly role: 'ab' | 'ba';
  /** In `unit`, oldest first; null is a gap. */
  readonly values: readonly (number | null)[];
}

export interface Chart {
  readonly left: number;
  readonly top: number;
  readonly cols: number;
  readonly rows: number;
  readonly series: readonly ChartSeries[];
  /** Upper end of the axis, in `unit`. */
  readonly maxY: number;
}

export interface ChartData {
  readonly series: readonly ChartSeries[];
  readonly maxY: number;
  /** `k`, `Mi`, …: what the numbers at the axis are multiples of. */
  readonly prefix: string;
}

const LEAST_POINTS = 60;

const PREFIXES: Readonly<Record<Scale, { readonly step: number; readonly names: readonly string[] }>> = {
  si: { step: 1000, names: ['', 'k', 'M', 'G', 'T'] },
  iec: { step: 1024, names: ['', 'Ki', 'Mi', 'Gi', 'Ti'] },
};

/** Which stretch of a history is drawn, in reports. */
export interface Stretch {
  readonly length: number;
  /** How many of the newest are left out. */
  readonly back: number;
}

function stretchOf(values: readonly (number | null)[], stretch: Stretch | undefined): readonly (number | null)[] {
  if (stretch === undefined) return values;
  const end = Math.max(0, values.length - stretch.back);
  return values.slice(Math.max(0, end - stretch.length), end);
}

/** Both directions in the chosen unit, in a scale in which the axis has short numbers; the newest value at the right. */
export function chartData(history: History, { rate, scale }: Units, stretch?: Stretch): ChartData {
  const factor = rate === 'bits' ? 8 : 1;
  const ab = stretchOf(rate === 'pps' ? history.ab : history.abBytes, stretch);
  const ba = stretchOf(rate === 'pps' ? history.ba : history.baBytes, stretch);
  const max = [...ab, ...ba].reduce<number>((most, value) => Math.max(most, (value ?? 0) * factor), 0);
  const { step, names } = PREFIXES[scale];
  let power = 0;
  while (max / step ** power >= step && power < names.length - 1) power += 1;
  const divisor = step ** power / factor;
  const points = Math.max(LEAST_POINTS, stretch?.length ?? 0, ab.length, ba.length);
  return {
    series: [
      { role: 'ab', values: padded(ab, points, divisor) },
      { role: 'ba', values: padded(ba, points, divisor) },
    ],
    maxY: roundUp(max / step ** power),
    prefix: names[power] ?? '',
  };
}

function padded(values: readonly (number | null)[], points: number, divisor: number): readonly (number | null)[] {
  const missing = Math.max(0, points - values.length);
  return [...Array.from({ length: missing }, () => null), ...values.map(value => (value === null ? null : value / divisor))];
}

const LEAST = 1e-12;

/** The next of 1, 2, 4, 6, 8, 10 × a power of ten, so that the axis has round numbers and seldom changes. */
export function roundUp(value: number): number {
  // Less is nothing, and its power of ten may not even be a number.
  if (!(value > LEAST)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const steps = [1, 2, 4, 6, 8, 10];
  return (steps.find(step => step * power >= value) ?? 10) * power;
}
