import { zoneOffsetMinutes } from './zone-offset.ts';

/**
 * Days as a wall calendar of a zone has them: 23 and 25 hours long where clocks change. Moments are milliseconds since
 * 1970; a day is its number since 1 January 1970 on that calendar.
 */

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Clocks are changed by less than this. */
const mostChangeMs = 3 * hourMs;

const wallOf = (at: number, zone: string | undefined) => at + zoneOffsetMinutes(at, zone) * 60_000;

function dayOf(at: number, zone: string | undefined): number {
  return Math.floor(wallOf(at, zone) / dayMs);
}

/** The first moment at which the zone's clocks show this hour of the day or, where they skip it, a later one. */
function wallMoment(day: number, hour: number, zone: string | undefined): number {
  const wall = day * dayMs + hour * hourMs;
  const offsets = [wall - mostChangeMs, wall, wall + mostChangeMs].map(
    (near) => zoneOffsetMinutes(near - zoneOffsetMinutes(near, zone) * 60_000, zone) * 60_000,
  );
  const shown = offsets.map((offset) => wall - offset).filter((at) => wallOf(at, zone) >= wall);
  return Math.min(...shown);
}

export function dayStart(at: number, zone: string | undefined): number {
  return wallMoment(dayOf(at, zone), 0, zone);
}

/** The beginning of the day so many days after (before, where negative) the one that a moment lies in. */
export function dayStartAfter(at: number, days: number, zone: string | undefined): number {
  return wallMoment(dayOf(at, zone) + days, 0, zone);
}

/** Hours that a slot of a calendar takes: those of a clock within a day, or the day. */
export type SlotHours = 1 | 6 | 24;

/** Slots that cover a period, as the moments at which they begin, the one in which it begins first. */
export function slotStarts(from: number, to: number, hours: SlotHours, zone: string | undefined): number[] {
  const starts: number[] = [];
  const last = dayOf(to - 1, zone);
  for (let day = dayOf(from, zone); day <= last; day++) {
    const begins = wallMoment(day, 0, zone);
    const ends = wallMoment(day + 1, 0, zone);
    if (hours === 1) for (let at = begins; at < ends; at += hourMs) starts.push(at);
    else for (let hour = 0; hour < 24; hour += hours) starts.push(wallMoment(day, hour, zone));
  }
  return starts.filter((at, index) => at < to && (starts[index + 1] ?? Number.POSITIVE_INFINITY) > from);
}
