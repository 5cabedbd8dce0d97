import { and, count, desc, eq, sql } from 'drizzle-orm';
import { deviceTypes } from '#db/schema/device-types.ts';
import { deviceActivity, deviceSecrets, devices, networkAdapters } from '#db/schema/devices.ts';
import { downlinks } from '#db/schema/downlinks.ts';
import { flowDevices } from '#db/schema/flows.ts';
import { loraConnections } from '#db/schema/lora-networks.ts';
import { loraRegistrations } from '#db/schema/lora-registrations.ts';
import { urnOfAdapter } from '#server/devices/rules.ts';
import { canSendThrough } from '#server/lora-networks/connection-api.ts';
import type { Tx } from '#server/platform/database.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import { type Downlink, type DownlinkMethod, durationOfSeconds } from './contract.ts';
import type { Ending, OfferFacts } from './rules.ts';

const own = (scope: TenantScope, id: string) =>
  and(eq(downlinks.customerId, scope.customerId), eq(downlinks.id, id));

const columns = {
  id: downlinks.id,
  deviceId: devices.id,
  deviceName: devices.name,
  state: downlinks.state,
  reason: downlinks.reason,
  detail: downlinks.detail,
  method: downlinks.method,
  feedbackSeconds: downlinks.feedbackSeconds,
  retryLimit: downlinks.retryLimit,
  dryRun: downlinks.dryRun,
  externalReference: downlinks.externalReference,
  tries: downlinks.tries,
  createdAt: downlinks.createdAt,
  createdBy: downlinks.createdBy,
  modifiedAt: downlinks.modifiedAt,
  startedAt: downlinks.startedAt,
  sentAt: downlinks.sentAt,
  endedAt: downlinks.endedAt,
  timeoutAt: downlinks.timeoutAt,
};

const selectFrom = (tx: Tx) =>
  tx
    .select(columns)
    .from(downlinks)
    .innerJoin(devices, and(eq(devices.customerId, downlinks.customerId), eq(devices.id, downlinks.deviceId)))
    .$dynamic();

type Row = Awaited<ReturnType<ReturnType<typeof selectFrom>['execute']>>[number];

function downlinkOf({ deviceId, deviceName, feedbackSeconds, method, ...row }: Row): Downlink {
  return {
    ...row,
    device: { id: deviceId, name: deviceName },
    method: method as DownlinkMethod,
    feedbackTimeout: durationOfSeconds(feedbackSeconds),
  };
}

/** Newest first. */
export async function selectDownlinksOfDevice(
  tx: Tx,
  scope: TenantScope,
  deviceId: string,
  limit: number,
): Promise<Downlink[]> {
  const rows = await selectFrom(tx)
    .where(and(eq(downlinks.customerId, scope.customerId), eq(downlinks.deviceId, deviceId)))
    .orderBy(desc(downlinks.number))
    .limit(limit);
  return rows.map(downlinkOf);
}

export async function selectDownlink(tx: Tx, scope: TenantScope, id: string): Promise<Downlink | null> {
  const [row] = await selectFrom(tx).where(own(scope, id));
  return row ? downlinkOf(row) : null;
}

/** Its state stays as it is until the transaction ends. */
export async function lockDownlink(tx: Tx, scope: TenantScope, id: string): Promise<Downlink | null> {
  const [row] = await selectFrom(tx).where(own(scope, id)).for('update', { of: downlinks });
  return row ? downlinkOf(row) : null;
}

export async function insertDownlink(
  tx: Tx,
  scope: TenantScope,
  values: Omit<typeof downlinks.$inferInsert, 'customerId'>,
): Promise<string> {
  const [row] = await tx
    .insert(downlinks)
    .values({ ...values, customerId: scope.customerId })
    .returning({ id: downlinks.id });
  return (row as { id: string }).id;
}

export async function endDownlinkRow(
  tx: Tx,
  scope: TenantScope,
  id: string,
  { state, reason, detail = null }: Ending,
): Promise<void> {
  await tx
    .update(downlinks)
    .set({ state, reason, detail, endedAt: sql`now()`, modifiedAt: sql`now()`, nextAt: null })
    .where(own(scope, id));
}

/** Of a device that is there. */
export async function selectOfferFacts(tx: Tx, scope: TenantScope, deviceId: string): Promise<OfferFacts> {
  const ofDevice = { customerId: scope.customerId, deviceId };
  const [device] = await tx
    .select({
      status: devices.status,
      category: deviceTypes.category,
      isInFlow: sql<boolean>`exists (select from ${flowDevices} f where f.customer_id = ${scope.customerId}::uuid and f.device_id = ${deviceId}::uuid)`,
      hasSecret: sql<boolean>`exists (select from ${deviceSecrets} s where s.customer_id = ${scope.customerId}::uuid and s.device_id = ${deviceId}::uuid)`,
      spreadingFactor: deviceActivity.lastSpreadingFactor,
    })
    .from(devices)
    .innerJoin(deviceTypes, eq(deviceTypes.id, devices.deviceTypeId))
    .leftJoin(deviceActivity, eq(deviceActivity.deviceId, devices.id))
    .where(and(eq(devices.customerId, scope.customerId), eq(devices.id, deviceId)));
  const adapters = await tx
    .select({ network: networkAdapters.network, identifier: networkAdapters.identifier })
    .from(networkAdapters)
    .where(and(eq(networkAdapters.customerId, scope.customerId), eq(networkAdapters.deviceId, deviceId)));
  const [waiting] = await tx
    .select({ pending: count() })
    .from(downlinks)
    .where(
      and(
        eq(downlinks.customerId, scope.customerId),
        eq(downlinks.deviceId, deviceId),
        eq(downlinks.state, 'PENDING'),
      ),
    );
  return {
    isManaged: device?.category === 'managed',
    isActive: device?.status === 'ACTIVE',
    isInFlow: device?.isInFlow ?? false,
    hasSecret: device?.hasSecret ?? false,
    spreadingFactor: device?.spreadingFactor ?? null,
    adapters: adapters.map(({ network, identifier }) => ({
      network,
      urn: urnOfAdapter(network, identifier),
    })),
    pending: waiting?.pending ?? 0,
    connection: await selectConnection(tx, ofDevice),
  };
}

async function selectConnection(
  tx: Tx,
  { customerId, deviceId }: { customerId: string; deviceId: string },
): Promise<OfferFacts['connection']> {
  const [row] = await tx
    .select({
      id: loraConnections.id,
      name: loraConnections.name,
      provider: loraConnections.provider,
      settings: loraConnections.settings,
      apiSecrets: loraConnections.apiSecrets,
      status: loraConnections.status,
    })
    .from(loraRegistrations)
    .innerJoin(
      loraConnections,
      and(
        eq(loraConnections.customerId, loraRegistrations.customerId),
        eq(loraConnections.id, loraRegistrations.connectionId),
      ),
    )
    .where(
      and(
        eq(loraRegistrations.customerId, customerId),
        eq(loraRegistrations.deviceId, deviceId),
        eq(loraRegistrations.present, 'ACTIVE'),
      ),
    );
  return row ? { id: row.id, name: row.name, ...canSendThrough(row) } : null;
}
