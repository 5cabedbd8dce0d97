import { and, eq, sql } from 'drizzle-orm';
import { deviceTypes } from '#db/schema/device-types.ts';
import { devices } from '#db/schema/devices.ts';
import { flowDevices } from '#db/schema/flows.ts';
import { twins } from '#db/schema/twins.ts';
import type { Tx } from '#server/platform/database.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { Observed, Reported } from './contract.ts';

export interface TwinRow {
  deviceId: string;
  deviceName: string;
  /** Of its type: managed devices' twins are the platform's. */
  category: 'managed' | 'own';
  reported: Reported;
  desired: Record<string, unknown>;
  observed: Partial<Observed>;
  metadata: Record<string, string>;
  version: number;
  modifiedAt: Date | null;
  linked: boolean;
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
    reported: (row.reported ?? {}) as Reported,
    desired: (row.desired ?? {}) as Record<string, unknown>,
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

export async function clearReported(tx: Tx, scope: TenantScope, deviceId: string): Promise<void> {
  await tx
    .update(twins)
    .set({ reported: {}, version: sql`${twins.version} + 1`, modifiedAt: sql`now()` })
    .where(and(eq(twins.customerId, scope.customerId), eq(twins.deviceId, deviceId)));
}
