import { and, eq, sql } from 'drizzle-orm';
import { deviceTypes } from '#db/schema/device-types.ts';
import { devices } from '#db/schema/devices.ts';
import { flowDevices } from '#db/schema/flows.ts';
import { twins } from '#db/schema/twins.ts';
import type { Control } from '#server/device-types/contract.ts';
import type { Tx } from '#server/platform/database.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { Desired, Observed, Reported } from './contract.ts';
import { BURST_SECONDS } from './rhythm.ts';

export interface TwinRow {
  deviceId: string;
  deviceName: string;
  /** Of its type: managed devices' twins are the platform's. */
  category: 'managed' | 'own';
  reported: Reported;
  desired: Desired;
  observed: Partial<Observed>;
  metadata: Record<string, string>;
  version: number;
  modifiedAt: Date | null;
  linked: boolean;
  expectedIntervalSeconds: number | null;
  /** Names that its type counts to the device itself, beside the usual ones. */
  deviceNames: string[];
  deviceTypeId: string;
  /** What its type lets it be asked to be. */
  controls: Control[];
}

export async function selectTwin(
  tx: Tx,
  scope: TenantScope,
  deviceId: string,
  options: { lock: boolean } = { lock: false },
): Promise<TwinRow | null> {
  const query = tx
    .select({
      deviceId: devices.id,
      deviceName: devices.name,
      category: deviceTypes.category,
      expectedIntervalSeconds: deviceTypes.expectedIntervalSeconds,
      deviceNames: deviceTypes.deviceNames,
      deviceTypeId: deviceTypes.id,
      controls: deviceTypes.controls,
      reported: twins.reported,
      desired: twins.desired,
      observed: twins.observed,
      metadata: twins.metadata,
      version: twins.version,
      modifiedAt: twins.modifiedAt,
      linked: sql<boolean>`exists (select from ${flowDevices} fd where fd.device_id = ${devices.id})`,
    })
    .from(devices)
    .innerJoin(deviceTypes, eq(deviceTypes.id, devices.deviceTypeId))
    .leftJoin(twins, eq(twins.deviceId, devices.id))
    .where(and(eq(devices.customerId, scope.customerId), eq(devices.id, deviceId)));
  const [row] = await (options.lock ? query.for('update', { of: devices }) : query);
  if (!row) return null;
  return {
    ...row,
    controls: row.controls as Control[],
    reported: (row.reported ?? {}) as Reported,
    desired: (row.desired ?? {}) as Desired,
    observed: (row.observed ?? {}) as Partial<Observed>,
    metadata: (row.metadata ?? {}) as Record<string, string>,
    version: row.version ?? 0,
  };
}

/** The pipeline changes `reported` at the same time: each part is written by itself, and the version only ever counts up. */
export async function upsertMetadata(
  tx: Tx,
  scope: TenantScope,
  deviceId: string,
  metadata: Record<string, string>,
): Promise<void> {
  await tx
    .insert(twins)
    .values({ customerId: scope.customerId, deviceId, metadata, version: 1 })
    .onConflictDoUpdate({
      target: twins.deviceId,
      set: { metadata, version: sql`${twins.version} + 1`, modifiedAt: sql`now()` },
    });
}

/** What the device's last messages tell of its rhythm, those of a burst as one; null before the second. */
export async function selectMedianInterval(
  tx: Tx,
  scope: TenantScope,
  deviceId: string,
): Promise<number | null> {
  const [row] = await tx.execute<{ median: number | null }>(sql`
    select coalesce(
      percentile_cont(0.5) within group (order by seconds) filter (where seconds >= ${BURST_SECONDS}),
      percentile_cont(0.5) within group (order by seconds)) as median from (
      select extract(epoch from received_at - lag(received_at) over (order by received_at)) as seconds from (
        select received_at from uplinks
        where customer_id = ${scope.customerId}::uuid and device_id = ${deviceId}::uuid
          and kind <> all('{lora.join,lora.ack,lora.downlink-sent,lora.log,lora.status,lora.location}') and received_at > now() - interval '35 days'
        order by received_at desc limit ${INTERVALS_LOOKED_AT + 1}) newest) gaps`);
  return row?.median ?? null;
}

const INTERVALS_LOOKED_AT = 100;

/** Wishes of several devices; a name that was wished before has the new wish. */
export async function mergeDesired(
  tx: Tx,
  scope: TenantScope,
  wishes: readonly { deviceId: string; desired: Desired }[],
): Promise<void> {
  if (wishes.length === 0) return;
  await tx
    .insert(twins)
    .values(wishes.map((wish) => ({ ...wish, customerId: scope.customerId, version: 1 })))
    .onConflictDoUpdate({
      target: twins.deviceId,
      set: {
        desired: sql`${twins.desired} || excluded.desired`,
        version: sql`${twins.version} + 1`,
        modifiedAt: sql`now()`,
      },
    });
}

export async function clearReported(tx: Tx, scope: TenantScope, deviceId: string): Promise<void> {
  await tx
    .update(twins)
    .set({ reported: {}, version: sql`${twins.version} + 1`, modifiedAt: sql`now()` })
    .where(and(eq(twins.customerId, scope.customerId), eq(twins.deviceId, deviceId)));
}
