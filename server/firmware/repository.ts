import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm';
import { deviceTypes } from '#db/schema/device-types.ts';
import { firmwareAssignments, firmwareChunks, firmwareVersions } from '#db/schema/firmware.ts';
import type { Tx } from '#server/platform/database.ts';
import { outer } from '#server/platform/outer-column.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import {
  type EndReason,
  FIRMWARE_STATUSES,
  type FirmwareCommand,
  type FirmwareStatus,
  type FirmwareVersion,
} from './contract.ts';
import { OPEN } from './rules.ts';

const own = (scope: TenantScope, id: string) =>
  and(eq(firmwareVersions.customerId, scope.customerId), eq(firmwareVersions.id, id));

const open = inArray(firmwareAssignments.status, [...OPEN]);

const counts = sql<Partial<Record<FirmwareStatus, number>>>`coalesce((
  select json_object_agg(c.status, c.n) from (
    select a.status, count(*)::int as n from ${firmwareAssignments} a
    where a.firmware_version_id = ${outer(firmwareVersions.id)} group by a.status) c), '{}'::json)`;

const columns = {
  id: firmwareVersions.id,
  version: firmwareVersions.version,
  notes: firmwareVersions.notes,
  fileName: firmwareVersions.fileName,
  size: firmwareVersions.size,
  sha256: firmwareVersions.sha256,
  command: firmwareVersions.command,
  createdAt: firmwareVersions.createdAt,
  createdBy: firmwareVersions.createdBy,
  deviceType: { id: deviceTypes.id, name: deviceTypes.name, category: deviceTypes.category },
  counts,
};

const selectFrom = (tx: Tx) =>
  tx
    .select(columns)
    .from(firmwareVersions)
    .innerJoin(deviceTypes, eq(deviceTypes.id, firmwareVersions.deviceTypeId))
    .$dynamic();

type Row = Awaited<ReturnType<ReturnType<typeof selectFrom>['execute']>>[number];

function versionOf({ fileName, size, sha256, command, counts: counted, ...row }: Row): FirmwareVersion {
  const all = Object.fromEntries(FIRMWARE_STATUSES.map((status) => [status, counted[status] ?? 0]));
  return {
    ...row,
    file: fileName === null || size === null || sha256 === null ? null : { name: fileName, size, sha256 },
    command: command as FirmwareCommand | null,
    counts: all as FirmwareVersion['counts'],
  };
}

/** Newest first; a customer has tens of them. */
export async function selectFirmwareVersions(tx: Tx, scope: TenantScope): Promise<FirmwareVersion[]> {
  const rows = await selectFrom(tx)
    .where(eq(firmwareVersions.customerId, scope.customerId))
    .orderBy(desc(firmwareVersions.createdAt), desc(firmwareVersions.id))
    .limit(500);
  return rows.map(versionOf);
}

export async function selectFirmwareVersion(
  tx: Tx,
  scope: TenantScope,
  id: string,
): Promise<FirmwareVersion | null> {
  const [row] = await selectFrom(tx).where(own(scope, id));
  return row ? versionOf(row) : null;
}

export async function selectVersionsOfType(tx: Tx, scope: TenantScope, deviceTypeId: string) {
  return tx
    .select({ id: firmwareVersions.id, version: firmwareVersions.version })
    .from(firmwareVersions)
    .where(
      and(eq(firmwareVersions.customerId, scope.customerId), eq(firmwareVersions.deviceTypeId, deviceTypeId)),
    )
    .orderBy(desc(firmwareVersions.createdAt), desc(firmwareVersions.id))
    .limit(100);
}

/** In the order of their ids, so that no two use cases wait for each other. */
export async function lockFirmwareVersions(tx: Tx, scope: TenantScope, ids: string[]) {
  return tx
    .select()
    .from(firmwareVersions)
    .where(and(eq(firmwareVersions.customerId, scope.customerId), inArray(firmwareVersions.id, ids)))
    .orderBy(asc(firmwareVersions.id))
    .for('update');
}

export async function insertFirmwareVersion(
  tx: Tx,
  scope: TenantScope,
  values: Omit<typeof firmwareVersions.$inferInsert, 'customerId'>,
  chunks: Uint8Array[],
): Promise<void> {
  await tx.insert(firmwareVersions).values({ ...values, customerId: scope.customerId });
  const { id } = values;
  if (!id) throw new Error('a version needs its id');
  for (const [number, bytes] of chunks.entries()) {
    await tx
      .insert(firmwareChunks)
      .values({ customerId: scope.customerId, firmwareVersionId: id, number, bytes });
  }
}

export async function deleteFirmwareVersionRow(tx: Tx, scope: TenantScope, id: string): Promise<void> {
  await tx.delete(firmwareVersions).where(own(scope, id));
}

/** Devices that a version is on offer to, or that fetch it. */
export async function countOpenAssignments(tx: Tx, scope: TenantScope, firmwareVersionId: string) {
  return tx.$count(
    firmwareAssignments,
    and(
      eq(firmwareAssignments.customerId, scope.customerId),
      eq(firmwareAssignments.firmwareVersionId, firmwareVersionId),
      open,
    ),
  );
}

export async function cancelAssignmentRows(
  tx: Tx,
  scope: TenantScope,
  ids: string[],
  reason: EndReason,
): Promise<void> {
  if (ids.length === 0) return;
  await tx
    .update(firmwareAssignments)
    .set({ status: 'cancelled', reason, statusAt: sql`now()`, modifiedAt: sql`now()` })
    .where(
      and(eq(firmwareAssignments.customerId, scope.customerId), inArray(firmwareAssignments.id, ids), open),
    );
}

export async function insertAssignments(
  tx: Tx,
  scope: TenantScope,
  rows: Omit<typeof firmwareAssignments.$inferInsert, 'customerId'>[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.insert(firmwareAssignments).values(rows.map((row) => ({ ...row, customerId: scope.customerId })));
}
