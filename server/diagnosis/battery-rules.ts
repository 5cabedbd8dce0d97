import { batteryOf } from '#server/devices/rules.ts';
import type { BatteryPoint, DeviceFacts, Frame } from './facts-contract.ts';

/** What a device's battery tells: how much is left, and where it goes. */

/** Volts below which a battery of these chemistries is near its end, as devices have them in series. */
const ENDS: [chemistry: RegExp, low: number][] = [
  [/SOCl2|thionyl/i, 3.2],
  [/MnO2|CR123|manganese/i, 2.7],
  [/alkaline/i, 2.3],
  [/li-?(ion|po)|rechargeable/i, 3.5],
];
const LOW_PERCENT = 15;

const isPercent = (unit: string) => unit.startsWith('%') || unit === 'P';
const endOf = (chemistry: string | null) => ENDS.find(([like]) => like.test(chemistry ?? ''))?.[1] ?? null;

export interface Battery {
  state: 'good' | 'low';
  value: number;
  unit: string;
  frame: Frame | null;
}

/** By its own word, else by the network's, else by the voltage at which its chemistry ends; null: nothing is known. */
export function batteryState({ reported, device, frames }: DeviceFacts): Battery | null {
  const judge = (value: number, unit: string, low: number, frame: Frame | null): Battery => ({
    state: value <= low ? 'low' : 'good',
    value,
    unit,
    frame,
  });
  const status = frames.find(({ battery }) => battery !== null);
  if (status) return judge(status.battery as number, '%', LOW_PERCENT, status);
  const told = batteryOf(reported);
  if (!told) return null;
  if (isPercent(told.unit)) return judge(told.value, '%', LOW_PERCENT, null);
  const end = endOf(device.batteryChemistry);
  if (end === null) return null;
  return judge(told.unit === 'mV' ? told.value / 1000 : told.value, 'V', end, null);
}

export interface Falling {
  from: number;
  to: number;
  unit: string;
  /** Whole days between the two. */
  days: number;
  /** Until it is at its end, if it goes on so. */
  daysLeft: number;
}

const DAY_MS = 86_400_000;
/** A week-end of cold is no trend. */
const LEAST_DAYS = 5;
/** Kendall's tau of the days' means: so much more of their pairs fall than rise. */
const LEAST_ORDER = 0.6;
const HORIZON_DAYS = 30;
/** A fall that counts: points of a percentage, or a share of the highest voltage: cold takes some 5 % of it, and gives it back. */
const LEAST_POINTS = 8;
const LEAST_SHARE = 0.08;
/** Whatever a cell is made of, with a quarter of its highest voltage gone there is next to nothing left in it. */
const UNKNOWN_END = 0.75;
const PERCENT_END = 5;
/** A rise of so much of what lies between the highest and the end is a recharge, or another battery. */
const RECHARGE_SHARE = 0.15;

/**
 * Whether it runs down, by its level and its slope over the means of whole days: night and day, noise and single values
 * are no trend, and a battery that was as low before and was charged again is used as it is meant to be.
 */
export function fallingBattery(trend: DeviceFacts['batteryTrend'], chemistry: string | null): Falling | null {
  if (!trend || trend.points.length === 0) return null;
  const { unit, scale } = shownIn(trend.unit);
  const days = meansOfDays(trend.points, scale);
  const highest = Math.max(...days.map(({ value }) => value));
  const end = isPercent(unit) ? PERCENT_END : (endOf(chemistry) ?? highest * UNKNOWN_END);
  const run = sinceRecharge(days, (highest - end) * RECHARGE_SHARE);
  const [first, last] = [run.days[0], run.days.at(-1)];
  if (!first || !last || last.day - first.day < LEAST_DAYS || run.days.length < LEAST_DAYS) return null;
  if (run.lowestBefore <= last.value || orderOf(run.days) > -LEAST_ORDER) return null;
  const fallen = first.value - last.value;
  if (fallen < (isPercent(unit) ? LEAST_POINTS : highest * LEAST_SHARE)) return null;
  const slope = slopeOf(run.days);
  const daysLeft = slope < 0 ? Math.max(0, Math.round((last.value - end) / -slope)) : HORIZON_DAYS + 1;
  if (daysLeft > HORIZON_DAYS) return null;
  const rounded = (value: number) => Math.round(value * 100) / 100;
  return {
    from: rounded(first.value),
    to: rounded(last.value),
    unit,
    days: last.day - first.day,
    daysLeft,
  };
}

const shownIn = (unit: string) =>
  unit === 'mV' ? { unit: 'V', scale: 1 / 1000 } : { unit: isPercent(unit) ? '%' : unit, scale: 1 };

interface Day {
  day: number;
  value: number;
}

function meansOfDays(points: readonly BatteryPoint[], scale: number): Day[] {
  const sums = new Map<number, { sum: number; n: number }>();
  for (const { at, value, n } of points) {
    const day = Math.floor(at.getTime() / DAY_MS);
    const held = sums.get(day) ?? { sum: 0, n: 0 };
    sums.set(day, { sum: held.sum + value * n, n: held.n + n });
  }
  return [...sums]
    .map(([day, { sum, n }]) => ({ day, value: (sum / n) * scale }))
    .sort((a, b) => a.day - b.day);
}

/** The days since it last rose by much, and how low it was before that. */
function sinceRecharge(days: readonly Day[], rise: number): { days: Day[]; lowestBefore: number } {
  let from = 0;
  for (let n = 1; n < days.length; n++)
    if ((days[n] as Day).value - (days[n - 1] as Day).value > rise) from = n;
  const before = days.slice(0, from).map(({ value }) => value);
  return { days: days.slice(from), lowestBefore: Math.min(Number.POSITIVE_INFINITY, ...before) };
}

const pairsOf = (days: readonly Day[]): [Day, Day][] =>
  days.flatMap((a, n) => days.slice(n + 1).map((b): [Day, Day] => [a, b]));

function orderOf(days: readonly Day[]): number {
  const pairs = pairsOf(days);
  const sum = pairs.reduce((total, [a, b]) => total + Math.sign(b.value - a.value), 0);
  return sum / Math.max(1, pairs.length);
}

/** Theil–Sen: the middle of all slopes, a day. */
function slopeOf(days: readonly Day[]): number {
  const slopes = pairsOf(days)
    .map(([a, b]) => (b.value - a.value) / (b.day - a.day))
    .sort((a, b) => a - b);
  return slopes[Math.floor(slopes.length / 2)] ?? 0;
}
