/** How many packets are due when. Pure: the rate is a slow sine around its mean, so that a screen has something to show. */

/** Height of the wave, as a part of the mean. */
const SWING = 0.4;
const PERIOD_MS = 24_000;
/** The golden angle: phases of any number of flows spread evenly. */
const PHASE_STEP = Math.PI * (3 - Math.sqrt(5));

export interface Wave {
  readonly packetsPerSecond: number;
  readonly index: number;
}

/** Packets due from the start until `elapsedMs`: the integral of the rate, rounded down. Never falls. */
export function packetsDue({ packetsPerSecond, index }: Wave, elapsedMs: number): number {
  const phase = index * PHASE_STEP;
  const angle = (2 * Math.PI) / PERIOD_MS;
  const waveMs = (SWING / angle) * (Math.cos(phase) - Math.cos(angle * elapsedMs + phase));
  return Math.max(0, Math.floor((packetsPerSecond * (elapsedMs + waveMs)) / 1000));
}
