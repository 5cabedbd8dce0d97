import { setTimeout as sleep } from 'node:timers/promises';
import type { Sink } from './sink.ts';
import type { Stand } from './stand.ts';

/** Until the sink has so many distinct frames, or a minute has passed without. */
export async function drained(sink: Sink, expected: number): Promise<void> {
  const end = Date.now() + 60_000;
  while ((await sink.count()) < expected && Date.now() < end) await sleep(20);
  while ((await sink.distinct()) < expected && Date.now() < end) await sleep(20);
}

/** Until nothing waits any more: all recorded, every delivery at its end, the delivery log written. */
export async function quiet({ sql }: Stand, seconds = 15): Promise<boolean> {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await sleep(50)) {
    const [row] =
      await sql`select (select count(*) from uplink_queue) + (select count(*) from delivery_queue) as n`;
    if (Number(row?.n) === 0) return true;
  }
  return false;
}

/** Transactions so far. */
export async function committed({ sql }: Stand): Promise<number> {
  const [row] =
    await sql`select xact_commit::float8 as n from pg_stat_database where datname = current_database()`;
  return Number(row?.n);
}
