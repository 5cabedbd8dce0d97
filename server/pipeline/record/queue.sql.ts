import { batchSql } from '#server/platform/database.ts';
import type { DeviceEvent } from '#server/protocols/device-event.ts';
import type { AcceptedMessage } from '../accept/message.ts';

export interface QueueRow {
  id: number;
  shard: number;
  customerId: string;
  deviceId: string;
  receivedAt: Date;
  /** It came by the stream and has no row yet: that is written with what becomes of it. */
  unstored?: AcceptedMessage;
}

export interface TakeOptions {
  shards: number[];
  /** Customers whose last batch is still at work: their rows wait, the others' do not. */
  busyCustomers: string[];
  /** Those of them whose batch takes long: others must not wait behind what comes of them meanwhile. */
  slowCustomers?: string[];
  limit: number;
  /** What this process has just stored need not be read back. */
  known(id: number): QueueRow | undefined;
}

/** The oldest accepted uplinks of these shards, in the order of acceptance. */
export async function takeQueued(options: TakeOptions): Promise<QueueRow[]> {
  const { shards, busyCustomers, limit, known } = options;
  const [taken] = await batchSql()<[{ ids: string | null }]>`
    select string_agg(uplink_id::text, ',' order by uplink_id) as ids from (
      select uplink_id from uplink_queue
      where shard = any(${shards}::smallint[]) and customer_id <> all(${busyCustomers}::uuid[])
      order by uplink_id limit ${limit}) q`;
  const ids = taken.ids === null ? [] : taken.ids.split(',').map(Number);
  const missing = ids.filter((id) => !known(id));
  const read = missing.length ? await readQueued(missing) : null;
  return ids.flatMap((id) => known(id) ?? read?.get(id) ?? []);
}

async function readQueued(ids: number[]): Promise<Map<number, QueueRow>> {
  const rows = await batchSql()<QueueRow[]>`
    select uplink_id::float8 as id, shard, customer_id as "customerId", device_id as "deviceId", received_at as "receivedAt"
    from uplink_queue where uplink_id = any(${ids}::bigint[])`;
  return new Map(rows.map((row) => [row.id, row]));
}

export async function stillQueued(ids: number[]): Promise<Set<number>> {
  const rows = await batchSql()<{ id: string }[]>`
    select uplink_id as id from uplink_queue where uplink_id = any(${ids}::bigint[])`;
  return new Set(rows.map(({ id }) => Number(id)));
}

/** Events that are not in memory any more, or were accepted by another process. */
export async function readEvents(
  rows: readonly Pick<QueueRow, 'id' | 'receivedAt'>[],
): Promise<Map<number, { kind: string; event: DeviceEvent }>> {
  const times = rows.map(({ receivedAt }) => receivedAt.getTime());
  const [from, to] = [new Date(Math.min(...times)), new Date(Math.max(...times))];
  const found = await batchSql()<{ id: string; kind: string; event: DeviceEvent }[]>`
    select id, kind, event from uplinks
    where id = any(${rows.map(({ id }) => id)}::bigint[]) and received_at between ${from} and ${to}`;
  return new Map(found.map(({ id, kind, event }) => [Number(id), { kind, event }]));
}
