import { pipelineSql } from '#server/platform/database.ts';
import { queueAgeSeconds, queueRows } from './metrics.ts';

export interface Backlog {
  oldestSeconds: number;
  uplinks: number;
  deliveries: number;
}

/** Counting stops here: how many more there are changes nothing, and counting them all would cost. */
const COUNTED = 100_000;

/** What waits; sets the gauges too. */
export async function readBacklog(): Promise<Backlog> {
  const [row] = await pipelineSql()<[Backlog]>`
    select coalesce(greatest(0, extract(epoch from now() - (select received_at from uplink_queue order by uplink_id limit 1))), 0)::float8
        as "oldestSeconds",
      (select count(*)::int from (select 1 from uplink_queue limit ${COUNTED}) q) as uplinks,
      (select count(*)::int from (select 1 from delivery_queue limit ${COUNTED}) q) as deliveries`;
  queueAgeSeconds.set(row.oldestSeconds);
  queueRows.set({ queue: 'uplinks' }, row.uplinks);
  queueRows.set({ queue: 'deliveries' }, row.deliveries);
  return row;
}
