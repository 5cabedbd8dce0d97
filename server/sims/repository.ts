import { and, asc, eq, inArray, isNull, type SQL, sql } from 'drizzle-orm';
import { deviceTypes } from '#db/schema/device-types.ts';
import { devices } from '#db/schema/devices.ts';
import { freeOrder, simAccounts, sims } from '#db/schema/sims.ts';
import type { Tx } from '#server/platform/database.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import { holdsText } from '#server/platform/text-match.ts';
import type { FreeSim, SimStatus } from './contract.ts';
import { holdingDigits } from './narrow.sql.ts';

export interface StoredSim {
  id: string;
  iccid: string;
  status: SimStatus;
  accountId: string | null;
  deviceId: string | null;
  communicationPlan: string | null;
  ratePlan: string | null;
}

const stored = {
  id: sims.id,
  iccid: sims.iccid,
  status: sims.status,
  accountId: sims.accountId,
  deviceId: sims.deviceId,
  communicationPlan: sims.communicationPlan,
  ratePlan: sims.ratePlan,
};

const own = (scope: TenantScope, which: SQL | undefined) => and(eq(sims.customerId, scope.customerId), which);

/** In the order of their ids, so that no two who hold several wait for each other. */
async function lockWhere(tx: Tx, scope: TenantScope, which: SQL): Promise<StoredSim[]> {
  return tx.select(stored).from(sims).where(own(scope, which)).orderBy(asc(sims.id)).for('update');
}

export const lockSims = (tx: Tx, scope: TenantScope, ids: string[]) =>
  lockWhere(tx, scope, inArray(sims.id, ids));

export const lockSimsByIccid = (tx: Tx, scope: TenantScope, iccids: string[]) =>
  lockWhere(tx, scope, inArray(sims.iccid, iccids));

export async function lockSimOfDevice(tx: Tx, scope: TenantScope, deviceId: string) {
  const [sim] = await lockWhere(tx, scope, eq(sims.deviceId, deviceId));
  return sim ?? null;
}

/** Those that could be stored; an ICCID that stands anywhere on the platform is left out. */
export async function insertTypedSims(
  tx: Tx,
  scope: TenantScope,
  rows: { iccid: string; deviceId: string }[],
): Promise<StoredSim[]> {
  if (rows.length === 0) return [];
  return tx
    .insert(sims)
    .values(
      rows
        .toSorted((a, b) => (a.iccid < b.iccid ? -1 : 1))
        .map((row) => ({ ...row, customerId: scope.customerId, linkedAt: sql`now()` })),
    )
    .onConflictDoNothing({ target: sims.iccid })
    .returning(stored);
}

export async function setSimDevice(
  tx: Tx,
  scope: TenantScope,
  id: string,
  deviceId: string | null,
): Promise<void> {
  await tx
    .update(sims)
    .set({ deviceId, linkedAt: deviceId ? sql`now()` : null, modifiedAt: sql`now()` })
    .where(own(scope, eq(sims.id, id)));
}

/** A SIM that was typed in and that no account has listed is nothing without its device. */
export async function deleteTypedSim(tx: Tx, scope: TenantScope, id: string): Promise<void> {
  await tx.delete(sims).where(own(scope, and(eq(sims.id, id), isNull(sims.accountId))));
}

export async function lockDeviceForSim(tx: Tx, scope: TenantScope, id: string) {
  const [row] = await tx
    .select({
      id: devices.id,
      name: devices.name,
      networks: deviceTypes.networks,
      category: deviceTypes.category,
    })
    .from(devices)
    .innerJoin(
      deviceTypes,
      and(eq(deviceTypes.customerId, devices.deviceTypeCustomerId), eq(deviceTypes.id, devices.deviceTypeId)),
    )
    .where(and(eq(devices.customerId, scope.customerId), eq(devices.id, id)))
    .for('update', { of: devices });
  return row ?? null;
}

/** In no device and not retired, those ready for use first. */
export async function selectFreeSims(
  tx: Tx,
  scope: TenantScope,
  { q, limit }: { q: string; limit: number },
): Promise<FreeSim[]> {
  const digits = q.replace(/\D/g, '');
  const rare = digits.length > 2 ? await holdingDigits(tx, sql`${sims.id}`, digits) : undefined;
  return tx
    .select({
      id: sims.id,
      iccid: sims.iccid,
      msisdn: sims.msisdn,
      status: sims.status,
      account: simAccounts.name,
    })
    .from(sims)
    .leftJoin(simAccounts, eq(simAccounts.id, sims.accountId))
    .where(
      own(
        scope,
        and(
          isNull(sims.deviceId),
          // Spelled out, as the index of those that are offered has it.
          sql`${sims.status} <> 'RETIRED'`,
          digits ? holdsText(sims.searchText, digits) : undefined,
          rare,
        ),
      ),
    )
    .orderBy(freeOrder(sims.status), asc(sims.iccid))
    .limit(limit);
}

export async function selectSyncedAt(tx: Tx, scope: TenantScope, id: string) {
  const [row] = await tx
    .select({ accountId: sims.accountId, accountStatus: simAccounts.status, syncedAt: sims.syncedAt })
    .from(sims)
    .leftJoin(simAccounts, eq(simAccounts.id, sims.accountId))
    .where(own(scope, eq(sims.id, id)));
  return row ?? null;
}

export async function findSimOfDevice(tx: Tx, scope: TenantScope, deviceId: string): Promise<string | null> {
  const [row] = await tx
    .select({ id: sims.id })
    .from(sims)
    .where(own(scope, eq(sims.deviceId, deviceId)));
  return row?.id ?? null;
}
