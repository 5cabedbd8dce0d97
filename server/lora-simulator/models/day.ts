import { trait, wander } from '../randomness.ts';
import { clamp } from './contract.ts';

const HOUR_SECONDS = 3600;

/** Central European time without its summer: a rhythm needs no calendar. */
export function localHour(at: Date): number {
  return (((at.getTime() / 1000 / HOUR_SECONDS + 1) % 24) + 24) % 24;
}

export function isWeekend(at: Date): boolean {
  const day = new Date(at.getTime() + HOUR_SECONDS * 1000).getUTCDay();
  return day === 0 || day === 6;
}

/** How many of the people who belong into a room are in it, 0…1: mornings, lunch, evenings, weekends. */
export function occupancy(seed: string, at: Date): number {
  if (isWeekend(at)) return 0;
  const hour = localHour(at) + (trait(seed, 'starts') - 0.5);
  if (hour < 8 || hour > 17.5) return 0;
  const lunch = hour > 12 && hour < 13 ? 0.35 : 1;
  const meeting = 0.6 + 0.4 * wander(`${seed}|meeting`, at, 2.5 * HOUR_SECONDS);
  return clamp(lunch * meeting * Math.min(1, (hour - 8) * 1.2, (17.5 - hour) * 1.2), 0, 1);
}

/** Daylight, 0…1, days of late autumn. */
export function daylight(at: Date): number {
  const hour = localHour(at);
  return hour < 8 || hour > 17 ? 0 : Math.sin(((hour - 8) / 9) * Math.PI);
}

/** Degrees Celsius outside: the night, the day, and weather that everybody shares. */
export function outdoorTemperature(seed: string, at: Date): number {
  const weather =
    5 * wander('weather', at, 60 * HOUR_SECONDS) + 1.5 * wander('showers', at, 7 * HOUR_SECONDS);
  const day = 3.5 * Math.sin(((localHour(at) - 9) / 24) * 2 * Math.PI);
  return 9 + weather + day + (trait(seed, 'spot') - 0.5) * 1.5;
}
