/** What could not be read, from whichever step, each gap once. */
import type { ScanLevel } from './handles/source.js';
import type { Partial } from './model.js';

export class Gaps {
  readonly #lasting: Partial[] = [];
  readonly #byScan = new Map<ScanLevel, readonly Partial[]>();
  readonly #reading = new Map<string, Partial>();

  /** For as long as this process runs. */
  lasting(gap: Partial): void {
    this.#lasting.push(gap);
  }

  /** Those of the last scan of a level take the place of those before. True: they are others. */
  scanned(level: ScanLevel, gaps: readonly Partial[]): boolean {
    const before = this.#byScan.get(level) ?? [];
    this.#byScan.set(level, gaps);
    return JSON.stringify(before) !== JSON.stringify(gaps);
  }

  /** Until everything is read again. */
  whileReading(gap: Partial): void {
    this.#reading.set(keyOf(gap), gap);
  }

  readAgain(): void {
    this.#reading.clear();
  }

  /** A deep scan finds the gaps of a shallow one too. */
  all(): readonly Partial[] {
    const scanned = [...this.#byScan.values()].flat().map(gap => [keyOf(gap), gap] as const);
    return [...this.#lasting, ...new Map([...scanned, ...this.#reading]).values()];
  }
}

function keyOf({ source, why }: Partial): string {
  return `${source}: ${why}`;
}
