import type { z } from 'zod';
import type { TablePage, TableQuery } from '#components/ui/data-table/table-query.ts';
import { type Actor, authorize } from '#server/access/actor.ts';
import { findDevice } from '#server/devices/find-device.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import type { DeviceSim, Sim, SimListItem, SimUsageDay, simUsageSchema } from './contract.ts';
import { selectSim, selectUsageDays } from './detail.sql.ts';
import { isSyncing, selectChanges } from './jobs.sql.ts';
import { selectSimPage } from './list.sql.ts';
import { selectPlans } from './plans.sql.ts';
import { findSimOfDevice } from './repository.ts';

export async function listSims(actor: Actor, query: TableQuery): Promise<TablePage<SimListItem>> {
  const scope = authorize(actor, 'sims.read');
  return tenantTransaction(scope, (tx) => selectSimPage(tx, scope, query));
}

export async function getSim(actor: Actor, { id }: { id: string }): Promise<Sim> {
  const scope = authorize(actor, 'sims.read');
  return tenantTransaction(scope, async (tx) => {
    const sim = await selectSim(tx, scope, id);
    if (!sim) throw notFound('sims');
    return {
      ...sim,
      plans: sim.account ? await selectPlans(tx, scope, sim.account.id) : [],
      history: await selectChanges(tx, scope, id),
      syncing: await isSyncing(tx, scope, id),
    };
  });
}

/** Data a day, oldest first; days without any are left out. */
export async function getSimUsage(
  actor: Actor,
  { id, days }: z.output<typeof simUsageSchema>,
): Promise<{ items: SimUsageDay[] }> {
  const scope = authorize(actor, 'sims.read');
  return tenantTransaction(scope, async (tx) => {
    const sim = await selectSim(tx, scope, id);
    if (!sim) throw notFound('sims');
    return { items: await selectUsageDays(tx, scope, id, days) };
  });
}

/** The SIM in a device, for its page; null without one. */
export async function getDeviceSim(
  actor: Actor,
  { deviceId }: { deviceId: string },
): Promise<DeviceSim | null> {
  const scope = authorize(actor, 'sims.read');
  return tenantTransaction(scope, async (tx) => {
    await findDevice(tx, scope, deviceId);
    const id = await findSimOfDevice(tx, scope, deviceId);
    const sim = id ? await selectSim(tx, scope, id) : null;
    if (!sim) return null;
    const { iccid, msisdn, imei, status, communicationPlan, ratePlan, apns } = sim;
    const { activatedAt, linkedAt, syncedAt, changes } = sim;
    return {
      ...{ id: sim.id, iccid, msisdn, imei, status, communicationPlan, ratePlan, apns },
      ...{ activatedAt, linkedAt, syncedAt, changes },
    };
  });
}
