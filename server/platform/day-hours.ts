import { sql } from 'drizzle-orm';

/** The last day as lists draw it: the present hour and the 23 before it. Hours begin as UTC cuts them: every session is in UTC. */
export const DAY_BEGINS = sql`date_trunc('hour', now()) - interval '23 hours'`;
export const DAY_HOURS = sql`generate_series(${DAY_BEGINS}, date_trunc('hour', now()), interval '1 hour')`;

/** Rows of several things, in order of the hours, as a day of each. */
export function daysById<Row extends { id: string }>(rows: Iterable<Row>): Map<string, Omit<Row, 'id'>[]> {
  const days = new Map<string, Omit<Row, 'id'>[]>();
  for (const { id, ...hour } of rows) {
    const day = days.get(id);
    if (day) day.push(hour);
    else days.set(id, [hour]);
  }
  return days;
}
