import { type SQL, sql } from 'drizzle-orm';
import type { PackRest, Shape } from '#server/measurements/contract.ts';
import type { QueuedUplink } from '#server/pipeline/decode/uplink.ts';
import type { Tx } from '#server/platform/database.ts';
import { jsonb } from '#server/platform/jsonb.ts';
import { arrayOf } from '#server/platform/sql-array.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { Reported } from '#server/twins/contract.ts';

export interface TwinState {
  reported: Reported;
  version: number;
}

/** Those of devices that have none begin empty. */
export async function selectTwins(
  tx: Tx,
  scope: TenantScope,
  deviceIds: readonly string[],
): Promise<Map<string, TwinState>> {
  const rows = await tx.execute<TwinState & { deviceId: string } & Record<string, unknown>>(sql`
    select device_id as "deviceId", reported, version::float8 as version from twins
    where customer_id = ${scope.customerId}::uuid and device_id = any(${arrayOf(deviceIds, 'uuid')})`);
  return new Map(rows.map(({ deviceId, ...state }) => [deviceId, state]));
}

/** A value of a name as the history has it. */
export interface PastPack {
  deviceId: string;
  name: string;
  uplinkId: number;
  receivedAt: Date;
  shape: Shape;
  row: { time: Date; v: number[]; rest: PackRest | null };
}

/** So many of the newest are looked at: buffered records may lie hours after the time of their pack. */
const LOOKED_AT = 10;

/**
 * The newest packs that hold a name, a day ahead at most, as the twin has it. `except`: messages whose records in the
 * history do not count, since a replay is about to say what they hold.
 */
export async function selectPastPacks(
  tx: Tx,
  scope: TenantScope,
  wanted: readonly { deviceId: string; name: string }[],
  except: readonly number[],
): Promise<PastPack[]> {
  if (wanted.length === 0) return [];
  // So many of the recent ones are newer than most rows of many, which need not be opened then.
  const told = (packs: SQL) => sql`
    ${packs} p join shapes s on s.id = p.shape_id and s.customer_id = ${scope.customerId}::uuid and s.names @> array[w.name]
    where p.customer_id = ${scope.customerId}::uuid and p.device_id = w."deviceId"
      and p.time <= p.received_at + interval '1 day' and p.uplink_id <> all(${arrayOf(except, 'bigint')})`;
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

/** The pipeline changed a twin between our reading and our writing. */
export class TwinMoved extends Error {}

/**
 * Writes what was made of these versions, all of it or, where one moved meanwhile, TwinMoved. Never waits for whoever writes a
 * twin (55P03), so that the pipeline waits for the end of this transaction at most, and never for two of us.
 */
export async function updateTwins(
  tx: Tx,
  scope: TenantScope,
  changes: readonly { deviceId: string; reported: Reported; version: number }[],
): Promise<void> {
  const ids = arrayOf(
    changes.map(({ deviceId }) => deviceId),
    'uuid',
  );
  const held = await tx.execute<{ device_id: string; version: number }>(sql`
    select device_id, version::float8 as version from twins
    where customer_id = ${scope.customerId}::uuid and device_id = any(${ids}) order by device_id for update nowait`);
  const versions = new Map(held.map(({ device_id, version }) => [device_id, version]));
  if (changes.some(({ deviceId, version }) => (versions.get(deviceId) ?? 0) !== version))
    throw new TwinMoved();
  const written = await tx.execute(sql`
    insert into twins as t (device_id, customer_id, reported, version, modified_at)
    select "deviceId", ${scope.customerId}::uuid, reported, version + 1, now()
    from jsonb_to_recordset(${jsonb(changes)}) x("deviceId" uuid, reported jsonb, version bigint)
    on conflict (device_id) do update set reported = excluded.reported, version = excluded.version, modified_at = now()
    where t.version = excluded.version - 1 returning t.device_id`);
  if (written.length < changes.length) throw new TwinMoved();
}
