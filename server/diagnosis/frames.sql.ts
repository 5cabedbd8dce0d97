import { sql } from 'drizzle-orm';
import type { Tx } from '#server/platform/database.ts';
import { arrayOf } from '#server/platform/sql-array.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { Fate, Frame, LastFailure } from './facts-contract.ts';

/** A device's newest messages and what became of them, all by the indexes of one device. */

/** LoRa history is kept so long. */
const DAYS = 31;
const FRAMES = 400;
const FATES = 30;
const FAILURES = 10;

export async function selectFrames(tx: Tx, scope: TenantScope, deviceId: string): Promise<Frame[]> {
  const rows = await tx.execute<Omit<Frame, 'at' | 'occurredAt'> & { at: string; occurred: string }>(sql`
    select id::float8 as id, received_at as at, occurred_at as occurred, kind, connection_id as "connectionId",
           f_cnt_up::float8 as "fCntUp", f_port as "fPort", signal::float8 as signal, spreading_factor as "spreadingFactor", processed,
           coalesce(event ->> 'confirmed', '') = 'true' as confirmed, (event ->> 'adr')::boolean as adr,
           coalesce(event ->> 'adrAckReq', '') = 'true' as "adrAckReq",
           kind not like 'lora.%' or coalesce(event ->> 'frmPayload', '') <> '' as "hasPayload",
           event ->> 'devAddr' as "devAddr", coalesce(event ->> 'macCommands', case when event ->> 'fPort' = '0' then event ->> 'frmPayload' end, '') as mac,
           coalesce(event ->> 'accepted', '') = 'true' as accepted, event ->> 'joinEui' as "joinEui",
           event ->> 'code' as code, event ->> 'description' as text,
           case when kind = 'lora.status' then (event ->> 'batteryLevel')::float8 end as battery
    from uplinks
    where customer_id = ${scope.customerId}::uuid and device_id = ${deviceId}::uuid
      and received_at > now() - make_interval(days => ${DAYS}::int)
    order by received_at desc, id desc limit ${FRAMES}`);
  return rows.map(({ at, occurred, ...row }) => ({
    ...row,
    at: new Date(at),
    occurredAt: new Date(occurred),
  }));
}

/** Of the newest messages that decoders are for. */
export async function selectFates(tx: Tx, scope: TenantScope, frames: readonly Frame[]): Promise<Fate[]> {
  const data = frames.filter(({ hasPayload, processed }) => hasPayload && processed).slice(0, FATES);
  const oldest = data.at(-1);
  if (!oldest) return [];
  const ids = arrayOf(
    data.map(({ id }) => id),
    'bigint',
  );
  const since = oldest.at.toISOString();
  const rows = await tx.execute<{ id: number; packs: number; failures: number; queued: boolean }>(sql`
    select u.id::float8 as id,
           (select count(*)::int from packs p where p.customer_id = ${scope.customerId}::uuid and p.uplink_id = u.id
              and p.received_at >= ${since}::timestamptz) as packs,
           (select count(*)::int from decoding_failures f where f.uplink_id = u.id) as failures,
           exists (select from uplink_queue q where q.uplink_id = u.id) as queued
    from unnest(${ids}) as u(id)`);
  const found = new Map(rows.map((row) => [row.id, row]));
  return data.flatMap(({ id, at }) => {
    const row = found.get(id);
    return row ? { ...row, at } : [];
  });
}

/** Newest first; of one device, or of the devices of flows by its decoders. */
export async function selectFailures(
  tx: Tx,
  scope: TenantScope,
  of: { deviceId: string } | { decoderIds: readonly string[] },
): Promise<LastFailure[]> {
  const which =
    'deviceId' in of
      ? sql`f.device_id = ${of.deviceId}::uuid`
      : sql`f.decoder_id = any(${arrayOf(of.decoderIds, 'uuid')}) and f.received_at > now() - interval '24 hours'`;
  const rows = await tx.execute<{
    message_id: number;
    at: string;
    decoder_id: string;
    error: { message?: string; line?: number | null };
    logs: { message: string }[] | null;
  }>(sql`
    select f.uplink_id::float8 as message_id, f.received_at as at, f.decoder_id, f.error, f.logs from decoding_failures f
    where f.customer_id = ${scope.customerId}::uuid and ${which}
    order by f.received_at desc limit ${FAILURES}`);
  return rows.map((row) => ({
    messageId: row.message_id,
    at: new Date(row.at),
    decoderId: row.decoder_id,
    text: row.error.message ?? '',
    line: row.error.line ?? null,
    logs: (row.logs ?? []).map(({ message }) => message),
  }));
}

/** The first moment from which on one of the flows' decoders, as it is now, read this device's messages. */
export async function selectDecodingSince(
  tx: Tx,
  scope: TenantScope,
  deviceId: string,
): Promise<Date | null> {
  const [row] = await tx.execute<{ since: string | null }>(sql`
    select min(greatest(fd.created_at, fc.created_at, v.published_at)) as since
    from flow_devices fd
    join devices d on d.id = fd.device_id
    join flow_decoders fc on fc.flow_id = fd.flow_id and fc.device_type_id = d.device_type_id
    join decoders c on c.id = fc.decoder_id
    left join decoder_versions v on v.id = c.current_version_id
    where fd.customer_id = ${scope.customerId}::uuid and fd.device_id = ${deviceId}::uuid
      and (c.kind = 'built-in' or v.id is not null)`);
  return row?.since ? new Date(row.since) : null;
}
