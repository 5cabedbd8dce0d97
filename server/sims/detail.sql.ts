import { and, asc, eq, gte, sql } from 'drizzle-orm';
import { deviceTypes } from '#db/schema/device-types.ts';
import { deviceActivity, devices, networkAdapters } from '#db/schema/devices.ts';
import { projects } from '#db/schema/projects.ts';
import { simAccounts, sims, simUsageDays } from '#db/schema/sims.ts';
import type { Tx } from '#server/platform/database.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { Sim, SimUsageDay } from './contract.ts';
import { selectSimItem } from './list.sql.ts';

/** One SIM as its page shows it, but for what was asked of it and what its account offers. */
export async function selectSim(
  tx: Tx,
  scope: TenantScope,
  id: string,
): Promise<Omit<Sim, 'plans' | 'history' | 'syncing'> | null> {
  const item = await selectSimItem(tx, scope, eq(sims.id, id));
  const [row] = await tx
    .select({
      imsi: sims.imsi,
      platformStatus: sims.platformStatus,
      platformAccount: sims.platformAccount,
      platformCustomer: sims.platformCustomer,
      addedAt: sims.addedAt,
      linkedAt: sims.linkedAt,
      cycleSms: sims.cycleSms,
      cycleSessions: sims.cycleSessions,
      usageReadAt: sims.usageReadAt,
      sessionStartedAt: sims.sessionStartedAt,
      sessionEndedAt: sims.sessionEndedAt,
      ipAddress: sims.ipAddress,
      syncError: sims.syncError,
      platform: simAccounts.platform,
    })
    .from(sims)
    .leftJoin(simAccounts, eq(simAccounts.id, sims.accountId))
    .where(and(eq(sims.customerId, scope.customerId), eq(sims.id, id)));
  if (!item || !row) return null;
  return {
    ...item,
    ...row,
    linkedDevice: item.device ? await selectHolder(tx, scope, item.device.id) : null,
  };
}

async function selectHolder(tx: Tx, scope: TenantScope, deviceId: string): Promise<Sim['linkedDevice']> {
  const [row] = await tx
    .select({
      id: devices.id,
      name: devices.name,
      type: deviceTypes.name,
      category: deviceTypes.category,
      project: projects.name,
      imei: networkAdapters.identifier,
      lastMessageAt: deviceActivity.lastMessageAt,
    })
    .from(devices)
    .innerJoin(
      deviceTypes,
      and(eq(deviceTypes.customerId, devices.deviceTypeCustomerId), eq(deviceTypes.id, devices.deviceTypeId)),
    )
    .innerJoin(projects, eq(projects.id, devices.projectId))
    .leftJoin(
      networkAdapters,
      and(eq(networkAdapters.deviceId, devices.id), eq(networkAdapters.network, 'cellular')),
    )
    .leftJoin(deviceActivity, eq(deviceActivity.deviceId, devices.id))
    .where(and(eq(devices.customerId, scope.customerId), eq(devices.id, deviceId)));
  return row ?? null;
}

export async function selectUsageDays(
  tx: Tx,
  scope: TenantScope,
  simId: string,
  days: number,
): Promise<SimUsageDay[]> {
  return tx
    .select({ day: simUsageDays.day, bytes: simUsageDays.bytes })
    .from(simUsageDays)
    .where(
      and(
        eq(simUsageDays.customerId, scope.customerId),
        eq(simUsageDays.simId, simId),
        gte(simUsageDays.day, sql`(now() at time zone 'UTC')::date - ${days}::int`),
      ),
    )
    .orderBy(asc(simUsageDays.day));
}
