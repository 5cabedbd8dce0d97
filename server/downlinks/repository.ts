import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import { devices } from '#db/schema/devices.ts';
import { downlinks } from '#db/schema/downlinks.ts';
import type { Tx } from '#server/platform/database.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import { type Downlink, type DownlinkMethod, durationOfSeconds } from './contract.ts';
import type { Ending } from './rules.ts';

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

/** The number orders the queue of a device; a downlink is not known by it. */
export const selectNumbered = (tx: Tx) =>
  tx
    .select({ ...columns, number: downlinks.number })
    .from(downlinks)
    .innerJoin(devices, and(eq(devices.customerId, downlinks.customerId), eq(devices.id, downlinks.deviceId)))
    .$dynamic();

const selectFrom = (tx: Tx) =>
  tx
    .select(columns)
    .from(downlinks)
    .innerJoin(devices, and(eq(devices.customerId, downlinks.customerId), eq(devices.id, downlinks.deviceId)))
    .$dynamic();

type Row = Awaited<ReturnType<ReturnType<typeof selectFrom>['execute']>>[number];

export function downlinkOf({ deviceId, deviceName, feedbackSeconds, method, ...row }: Row): Downlink {
  return {
    ...row,
    device: { id: deviceId, name: deviceName },
    method: method as DownlinkMethod,
    feedbackTimeout: durationOfSeconds(feedbackSeconds),
  };
}

export async function selectDownlink(tx: Tx, scope: TenantScope, id: string): Promise<Downlink | null> {
  const [row] = await selectFrom(tx).where(own(scope, id));
  return row ? downlinkOf(row) : null;
}

/** Their states stay as they are until the transaction ends. */
export async function lockDownlinks(tx: Tx, scope: TenantScope, ids: string[]): Promise<Downlink[]> {
  const rows = await selectFrom(tx)
    .where(and(eq(downlinks.customerId, scope.customerId), inArray(downlinks.id, ids)))
    .orderBy(asc(downlinks.id))
    .for('update', { of: downlinks });
  return rows.map(downlinkOf);
}

/** At the end of their devices' queues; ids by device. */
export async function insertDownlinks(
  tx: Tx,
  scope: TenantScope,
  rows: Omit<typeof downlinks.$inferInsert, 'customerId'>[],
): Promise<Map<string, string>> {
  if (rows.length === 0) return new Map();
  const stored = await tx
    .insert(downlinks)
    .values(rows.map((row) => ({ ...row, customerId: scope.customerId })))
    .returning({ id: downlinks.id, deviceId: downlinks.deviceId });
  return new Map(stored.map(({ id, deviceId }) => [deviceId, id]));
}

export async function endDownlinkRows(
  tx: Tx,
  scope: TenantScope,
  ids: string[],
  { state, reason, detail = null }: Ending,
): Promise<void> {
  if (ids.length === 0) return;
  await tx
    .update(downlinks)
    .set({ state, reason, detail, endedAt: sql`now()`, modifiedAt: sql`now()`, nextAt: null })
    .where(and(eq(downlinks.customerId, scope.customerId), inArray(downlinks.id, ids)));
}
