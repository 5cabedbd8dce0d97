import type { SimulatedDevice } from './contract.ts';
import { trait } from './randomness.ts';

const DAY_MS = 86_400_000;
/** Clocks of cheap devices wander by so much of their interval. */
const JITTER = 0.03;

/** Battery left at a moment, 0…1. */
export function batteryOf(device: Pick<SimulatedDevice, 'startedAt' | 'batteryDays'>, at: Date): number {
  const days = (at.getTime() - Date.parse(device.startedAt)) / DAY_MS;
  return Math.max(0, Math.min(1, 1 - days / device.batteryDays));
}

/** When the device sends next after a moment; null when it never will. Needs no memory, so a restart changes nothing. */
export function nextMessageAt(device: SimulatedDevice, after: Date): Date | null {
  const interval = device.intervalSeconds * 1000;
  const phase = trait(device.seed, 'phase') * interval;
  const from = Math.max(after.getTime(), Date.parse(device.startedAt));
  let slot = Math.floor((from - phase) / interval) - 1;
  let at = 0;
  while (at <= from) {
    slot++;
    at = Math.round(phase + slot * interval + trait(device.seed, `slot ${slot}`) * interval * JITTER);
  }
  const next = new Date(at);
  if (device.silentFrom !== null && next.getTime() >= Date.parse(device.silentFrom)) return null;
  return batteryOf(device, next) > 0 ? next : null;
}
