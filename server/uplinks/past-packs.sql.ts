import { type SQL, sql } from 'drizzle-orm';
import type { PackRest, Shape } from '#server/measurements/contract.ts';
import type { QueuedUplink } from '#server/pipeline/decode/uplink.ts';
import type { Tx } from '#server/platform/database.ts';
import { jsonb } from '#server/platform/jsonb.ts';
import { arrayOf } from '#server/platform/sql-array.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';

/** A value of a name as the history has it. */
export interface PastPack {
  deviceId: string;
  name: string;
  uplinkId: number;
  receivedAt: Date;
  shape: Shape;
  row: { time: Date; v: number[]; rest: PackRest | null };
}

export interface WhichPast {
  /** Messages whose records in the history do not count, since a replay is about to say what they hold. */
  except?: readonly number[];
  /** Only what was accepted before this message, in the month before it. */
  before?: { id: number; receivedAt: Date };
}

/** So many of the newest are looked at: buffered records may lie hours after the time of their pack. */
const LOOKED_AT = 10;

/** The newest packs that hold a name, a day ahead at most, as the twin has it. */
export async function selectPastPacks(
  tx: Tx,
  scope: TenantScope,
  wanted: readonly { deviceId: string; name: string }[],
  { except = [], before }: WhichPast,
): Promise<PastPack[]> {
  if (wanted.length === 0) return [];
  const at = before && sql`${before.receivedAt.toISOString()}::timestamptz`;
  const until = before
    ? sql`and p.uplink_id < ${before.id} and p.time <= ${at} + interval '1 day'
        and p.received_at <= ${at} and p.received_at > ${at} - interval '31 days'`
    : sql``;
  // So many of the recent ones are newer than most rows of many, which need not be opened then.
  const told = (packs: SQL) => sql`
    ${packs} p join shapes s on s.id = p.shape_id and s.customer_id = ${scope.customerId}::uuid and s.names @> array[w.name]
    where p.customer_id = ${scope.customerId}::uuid and p.device_id = w."deviceId"
      and p.time <= p.received_at + interval '1 day' and p.uplink_id <> all(${arrayOf(except, 'bigint')}) ${until}`;
  const rows = await tx.execute<
    Omit<PastPack, 'shape' | 'row' | 'receivedAt'> & {
      receivedAt: string;
      time: string;
      v: number[];
      rest: PackRest | null;
    } & Shape &
      Record<string, unknown>
  >(sql`
    select w."deviceId", w.name, x.* from jsonb_to_recordset(${jsonb(wanted)}) w("deviceId" uuid, name text)
    cross join lateral (
      select p.uplink_id::float8 as "uplinkId", p.received_at as "receivedAt", p.time, p.v, p.rest, s.names, s.units, s.kinds
      from ${told(sql`all_packs`)}
        and p.until >= coalesce((select p.time from ${told(sql`packs`)} order by p.time desc offset ${LOOKED_AT - 1} limit 1), '-infinity')
      order by p.time desc limit ${LOOKED_AT}) x`);
  return rows.map(({ deviceId, name, uplinkId, receivedAt, time, v, rest, names, units, kinds }) => ({
    deviceId,
    name,
    uplinkId,
    receivedAt: new Date(receivedAt),
    shape: { names, units, kinds },
    row: { time: new Date(time), v: v.map(Number), rest },
  }));
}

export async function selectEvents(
  tx: Tx,
  scope: TenantScope,
  ids: readonly number[],
): Promise<Map<number, QueuedUplink['event']>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.execute<{ id: number; event: QueuedUplink['event'] }>(sql`
    select id::float8 as id, event from uplinks
    where customer_id = ${scope.customerId}::uuid and id = any(${arrayOf(ids, 'bigint')})`);
  return new Map(rows.map(({ id, event }) => [id, event]));
}
