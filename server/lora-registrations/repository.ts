import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm';
import { devices, loraBindings, networkAdapters } from '#db/schema/devices.ts';
import { loraRegistrations } from '#db/schema/lora-registrations.ts';
import { hintDevices } from '#server/live/hint-devices.sql.ts';
import type { Tx } from '#server/platform/database.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { RegistrationStatus } from './contract.ts';

/** A device as far as its network goes. */
export interface NetworkedDevice {
  id: string;
  name: string;
  devEui: string | null;
  hasAppKey: boolean;
  status: RegistrationStatus | null;
  registration: typeof loraRegistrations.$inferSelect | null;
}

/** Locked in the order of their ids, so that no two use cases wait for each other. */
export async function lockNetworkedDevices(
  tx: Tx,
  scope: TenantScope,
  ids: string[],
): Promise<NetworkedDevice[]> {
  await tx
    .select({ id: devices.id })
    .from(devices)
    .where(and(eq(devices.customerId, scope.customerId), inArray(devices.id, ids)))
    .orderBy(asc(devices.id))
    .for('update');
  // What the worker settles meanwhile is waited for: the wish goes by what is there then.
  await tx
    .select({ id: loraRegistrations.id })
    .from(loraRegistrations)
    .where(and(eq(loraRegistrations.customerId, scope.customerId), inArray(loraRegistrations.deviceId, ids)))
    .orderBy(asc(loraRegistrations.id))
    .for('update');
  return selectNetworkedDevices(tx, scope, ids);
}

export async function selectNetworkedDevices(
  tx: Tx,
  scope: TenantScope,
  ids: string[],
): Promise<NetworkedDevice[]> {
  if (ids.length === 0) return [];
  const rows = await tx
    .select({
      id: devices.id,
      name: devices.name,
      devEui: networkAdapters.identifier,
      appKey: loraBindings.appKey,
      status: loraBindings.status,
      registration: loraRegistrations,
    })
    .from(devices)
    .leftJoin(
      networkAdapters,
      and(eq(networkAdapters.deviceId, devices.id), eq(networkAdapters.network, 'lora')),
    )
    .leftJoin(loraBindings, eq(loraBindings.deviceId, devices.id))
    .leftJoin(loraRegistrations, eq(loraRegistrations.deviceId, devices.id))
    .where(and(eq(devices.customerId, scope.customerId), inArray(devices.id, ids)));
  return rows.map(({ appKey, ...row }) => ({ ...row, hasAppKey: appKey !== null }));
}

export interface NewRegistration {
  deviceId: string;
  devEui: string;
  connectionId: string;
  /** Of whom the connection is: the customer's own, or the platform's. */
  connectionCustomerId: string;
  plan: string;
}

/**
 * New ones, at work at once. One that a device of the same DevEUI left behind, still to be taken off the same server, is
 * taken over.
 */
export async function insertRegistrations(
  tx: Tx,
  scope: TenantScope,
  registrations: NewRegistration[],
): Promise<void> {
  if (registrations.length === 0) return;
  await tx
    .insert(loraRegistrations)
    .values(
      registrations.map((one) => ({
        ...one,
        customerId: scope.customerId,
        wish: 'ACTIVE' as const,
        nextAt: sql`now()`,
      })),
    )
    .onConflictDoUpdate({
      target: [loraRegistrations.connectionId, loraRegistrations.devEui, loraRegistrations.customerId],
      set: {
        ...again,
        deviceId: sql`excluded.device_id`,
        plan: sql`excluded.plan`,
        wish: 'ACTIVE',
      },
      setWhere: isNull(loraRegistrations.deviceId),
    });
}

/** What a new wish does to a row, whatever is wished. */
const again = {
  revision: sql`${loraRegistrations.revision} + 1`,
  attempts: 0,
  nextAt: sql`now()`,
  wishedAt: sql`now()`,
  failureCode: null,
  failureReason: null,
  failureOf: null,
  failedAt: null,
  modifiedAt: sql`now()`,
};

/** The same wish for each of them. */
export async function wishRegistrations(
  tx: Tx,
  scope: TenantScope,
  deviceIds: string[],
  wished: { wish: 'ACTIVE' | 'DEACTIVATED' | 'DELETED'; plan: string },
): Promise<void> {
  if (deviceIds.length === 0) return;
  await tx
    .update(loraRegistrations)
    .set({ ...again, ...wished })
    .where(
      and(eq(loraRegistrations.customerId, scope.customerId), inArray(loraRegistrations.deviceId, deviceIds)),
    );
}

/** They are no device's any more, which is how the worker finds what to take off a server (`wishOrphansAwaySystem`). */
export async function orphanRegistrations(tx: Tx, scope: TenantScope, deviceIds: string[]): Promise<void> {
  await tx
    .update(loraRegistrations)
    .set({ deviceId: null, modifiedAt: sql`now()` })
    .where(
      and(eq(loraRegistrations.customerId, scope.customerId), inArray(loraRegistrations.deviceId, deviceIds)),
    );
}

/** What lists show of it stands beside the keys; who looks at the device sees it become so. */
export async function showStatus(
  tx: Tx,
  scope: TenantScope,
  deviceIds: string[],
  shown: { status: RegistrationStatus; plan: string },
): Promise<void> {
  if (deviceIds.length === 0) return;
  await tx
    .update(loraBindings)
    .set({ status: shown.status, connectivityPlan: shown.plan, modifiedAt: sql`now()` })
    .where(and(eq(loraBindings.customerId, scope.customerId), inArray(loraBindings.deviceId, deviceIds)));
  await hintDevices(tx, scope, deviceIds);
}
