import { pipelineSql } from '#server/platform/database.ts';
import type { LoraEvent } from '#server/protocols/lorawan/event.ts';

export interface QueueRow {
  id: number;
  shard: number;
  customerId: string;
  deviceId: string;
  receivedAt: Date;
}

export interface TakeOptions {
  shards: number[];
  /** Customers whose last batch is still at work: their rows wait, the others' do not. */
  busyCustomers: string[];
  /** Nothing below it is expected any more; a sweep without it comes every second. */
  from: number;
  limit: number;
}

/** The oldest accepted uplinks of these shards, in the order of acceptance. */
export async function takeQueued({ shards, busyCustomers, from, limit }: TakeOptions): Promise<QueueRow[]> {
  const rows = await pipelineSql()<(Omit<QueueRow, 'id'> & { id: string })[]>`
    select uplink_id as id, shard, customer_id as "customerId", device_id as "deviceId", received_at as "receivedAt"
    from uplink_queue
    where shard = any(${shards}::smallint[]) and uplink_id >= ${from} and customer_id <> all(${busyCustomers}::uuid[])
    order by uplink_id limit ${limit}`;
  return rows.map((row) => ({ ...row, id: Number(row.id) }));
}

export async function stillQueued(ids: number[]): Promise<Set<number>> {
  const rows = await pipelineSql()<{ id: string }[]>`
    select uplink_id as id from uplink_queue where uplink_id = any(${ids}::bigint[])`;
  return new Set(rows.map(({ id }) => Number(id)));
}

/** Events that are not in memory any more, or were accepted by another process. */
export async function readEvents(
  rows: readonly QueueRow[],
): Promise<Map<number, { kind: string; event: LoraEvent }>> {
  const times = rows.map(({ receivedAt }) => receivedAt.getTime());
  const [from, to] = [new Date(Math.min(...times)), new Date(Math.max(...times))];
  const found = await pipelineSql()<{ id: string; kind: string; event: LoraEvent }[]>`
    select id, kind, event from uplinks
    where id = any(${rows.map(({ id }) => id)}::bigint[]) and received_at between ${from} and ${to}`;
  return new Map(found.map(({ id, kind, event }) => [Number(id), { kind, event }]));
}
