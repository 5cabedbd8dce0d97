import { and, eq, sql } from 'drizzle-orm';
import { PLATFORM_CUSTOMER_ID } from '#db/columns.ts';
import { decoders, scriptVersions } from '#db/schema/device-types.ts';
import { devices } from '#db/schema/devices.ts';
import { flowDecoders, flowDevices, flows } from '#db/schema/flows.ts';
import { loraConnections } from '#db/schema/lora-networks.ts';
import { packs, shapes } from '#db/schema/measurements.ts';
import { decodingFailures, uplinkBodies, uplinkReplays, uplinks } from '#db/schema/uplinks.ts';
import type { PackRest, PackRow, Shape } from '#server/measurements/contract.ts';
import type { Tx } from '#server/platform/database.ts';
import { arrayOf } from '#server/platform/sql-array.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { DeviceEvent } from '#server/protocols/device-event.ts';
import type { SandboxError, SandboxLog } from '#server/sandbox/contract.ts';
import type { PastReplay, PulseQuery, PulseSlot } from './contract.ts';

/** Where the exact bytes of a message are, and whose it is. */
export async function selectUplinkHead(tx: Tx, scope: TenantScope, id: number) {
  const [row] = await tx
    .select({
      id: uplinks.id,
      receivedAt: uplinks.receivedAt,
      event: sql<DeviceEvent>`${uplinks.event}`,
      bodyId: uplinks.bodyId,
      bodyOffset: uplinks.bodyOffset,
      bodyLength: uplinks.bodyLength,
      deviceId: devices.id,
      deviceName: devices.name,
      deviceTypeId: devices.deviceTypeId,
      connectionId: loraConnections.id,
      connectionName: loraConnections.name,
      provider: loraConnections.provider,
    })
    .from(uplinks)
    .innerJoin(devices, eq(devices.id, uplinks.deviceId))
    .leftJoin(loraConnections, eq(loraConnections.id, uplinks.connectionId))
    .where(and(eq(uplinks.customerId, scope.customerId), eq(uplinks.id, id)))
    .limit(1);
  return row ?? null;
}

/** A segment carries the time of the latest message of its batch; a batch of history made in one go may span days. */
export async function selectBody(tx: Tx, scope: TenantScope, id: number, receivedAt: Date) {
  const [row] = await tx
    .select({ bytes: uplinkBodies.bytes })
    .from(uplinkBodies)
    .where(
      and(
        eq(uplinkBodies.customerId, scope.customerId),
        eq(uplinkBodies.id, id),
        sql`${uplinkBodies.receivedAt} between ${receivedAt.toISOString()}::timestamptz and ${receivedAt.toISOString()}::timestamptz + interval '7 days'`,
      ),
    );
  return row?.bytes ?? null;
}

export interface StoredPack {
  id: number;
  decoderId: string;
  decoderName: string;
  decoderKind: 'built-in' | 'script';
  own: boolean;
  versionId: string | null;
  versionNumber: number | null;
  shape: Shape;
  row: PackRow;
  logs: SandboxLog[];
}

export async function selectPacks(
  tx: Tx,
  scope: TenantScope,
  uplinkId: number,
  receivedAt: Date,
): Promise<StoredPack[]> {
  const rows = await tx
    .select({
      id: packs.id,
      time: packs.time,
      v: packs.v,
      rest: packs.rest,
      names: shapes.names,
      units: shapes.units,
      kinds: shapes.kinds,
      decoderId: packs.decoderId,
      decoderName: decoders.name,
      decoderKind: decoders.kind,
      decoderOwner: decoders.customerId,
      versionId: packs.decoderVersionId,
      versionNumber: scriptVersions.number,
    })
    .from(packs)
    .innerJoin(shapes, and(eq(shapes.customerId, scope.customerId), eq(shapes.id, packs.shapeId)))
    .leftJoin(decoders, eq(decoders.id, packs.decoderId))
    .leftJoin(scriptVersions, eq(scriptVersions.id, packs.decoderVersionId))
    .where(
      and(
        eq(packs.customerId, scope.customerId),
        eq(packs.uplinkId, uplinkId),
        eq(packs.receivedAt, receivedAt),
      ),
    )
    .orderBy(packs.id);
  return rows.map((row) => {
    const { logs = [], ...rest } = (row.rest ?? {}) as PackRest & { logs?: SandboxLog[] };
    return {
      id: row.id,
      decoderId: row.decoderId,
      decoderName: row.decoderName ?? '',
      decoderKind: row.decoderKind ?? 'script',
      own: row.decoderOwner !== PLATFORM_CUSTOMER_ID,
      versionId: row.versionId,
      versionNumber: row.versionNumber,
      shape: { names: row.names, units: row.units, kinds: row.kinds },
      row: { time: row.time, v: row.v.map(Number), rest: Object.keys(rest).length > 0 ? rest : null },
      logs,
    };
  });
}

/** The device's flows by the decoders that they have switched on for its type. */
export async function selectFlowsByDecoder(
  tx: Tx,
  scope: TenantScope,
  { deviceId, deviceTypeId }: { deviceId: string; deviceTypeId: string },
): Promise<Map<string, { id: string; name: string }[]>> {
  const rows = await tx
    .select({ decoderId: flowDecoders.decoderId, id: flows.id, name: flows.name })
    .from(flowDevices)
    .innerJoin(flows, and(eq(flows.customerId, flowDevices.customerId), eq(flows.id, flowDevices.flowId)))
    .innerJoin(flowDecoders, eq(flowDecoders.flowId, flows.id))
    .where(
      and(
        eq(flowDevices.customerId, scope.customerId),
        eq(flowDevices.deviceId, deviceId),
        eq(flowDecoders.deviceTypeId, deviceTypeId),
      ),
    )
    .orderBy(flows.name, flows.id);
  const found = new Map<string, { id: string; name: string }[]>();
  for (const { decoderId, ...flow } of rows) found.set(decoderId, [...(found.get(decoderId) ?? []), flow]);
  return found;
}

export async function selectDecodingFailures(tx: Tx, scope: TenantScope, uplinkId: number) {
  const rows = await tx
    .select({
      decoderId: decodingFailures.decoderId,
      decoderName: decoders.name,
      decoderKind: decoders.kind,
      decoderOwner: decoders.customerId,
      versionId: decodingFailures.decoderVersionId,
      versionNumber: scriptVersions.number,
      error: sql<SandboxError>`${decodingFailures.error}`,
      logs: sql<SandboxLog[] | null>`${decodingFailures.logs}`,
    })
    .from(decodingFailures)
    .leftJoin(decoders, eq(decoders.id, decodingFailures.decoderId))
    .leftJoin(scriptVersions, eq(scriptVersions.id, decodingFailures.decoderVersionId))
    .where(and(eq(decodingFailures.customerId, scope.customerId), eq(decodingFailures.uplinkId, uplinkId)));
  return rows.map(({ decoderOwner, ...row }) => ({ ...row, own: decoderOwner !== PLATFORM_CUSTOMER_ID }));
}

export function selectPastReplays(tx: Tx, scope: TenantScope, uplinkId: number): Promise<PastReplay[]> {
  return tx
    .select({
      id: uplinkReplays.replayId,
      at: uplinkReplays.at,
      actor: uplinkReplays.actorName,
      into: sql<PastReplay['into']>`${uplinkReplays.into}`,
    })
    .from(uplinkReplays)
    .where(and(eq(uplinkReplays.customerId, scope.customerId), eq(uplinkReplays.uplinkId, uplinkId)))
    .orderBy(sql`${uplinkReplays.at} desc`)
    .limit(20);
}

/** One statement for all devices of a page: an index range a device, folded into slots. */
export async function selectPulses(
  tx: Tx,
  scope: TenantScope,
  { deviceIds, from, to, slots }: PulseQuery,
): Promise<(PulseSlot & { deviceId: string })[]> {
  const [begin, end] = [from.toISOString(), to.toISOString()];
  const devicesAsked = arrayOf(deviceIds, 'uuid');
  const width = (to.getTime() - from.getTime()) / 1000 / slots;
  const rows = await tx.execute<{
    device_id: string;
    slot: number;
    uplinks: number;
    downlinks: number;
    joins: number;
    failed: number;
    signal: number | null;
    last_id: number;
    last_at: string;
  }>(sql`
    select u.device_id,
           least(floor(extract(epoch from u.received_at - ${begin}::timestamptz) / ${width}::float8)::int, ${slots - 1}::int) as slot,
           count(*) filter (where u.kind in ('lora.uplink', 'lora.location', 'lora.status', 'http.senml', 'mqtt.senml', 'digitalmatter.record'))::int as uplinks,
           count(*) filter (where u.kind = 'lora.downlink-sent')::int as downlinks,
           count(*) filter (where u.kind = 'lora.join')::int as joins,
           count(f.uplink_id)::int as failed, max(u.signal)::float8 as signal,
           max(u.id)::float8 as last_id, max(u.received_at) as last_at
    from uplinks u
    left join (
      select distinct uplink_id from decoding_failures
      where device_id = any(${devicesAsked}) and received_at >= ${begin}::timestamptz and received_at < ${end}::timestamptz
    ) f on f.uplink_id = u.id
    where u.customer_id = ${scope.customerId}::uuid and u.device_id = any(${devicesAsked})
      and u.received_at >= ${begin}::timestamptz and u.received_at < ${end}::timestamptz
    group by u.device_id, slot order by u.device_id, slot`);
  return rows.map((row) => ({
    deviceId: row.device_id,
    slot: row.slot,
    uplinks: row.uplinks,
    downlinks: row.downlinks,
    joins: row.joins,
    failed: row.failed,
    signal: row.signal,
    lastUplinkId: row.last_id,
    lastAt: new Date(row.last_at),
  }));
}
