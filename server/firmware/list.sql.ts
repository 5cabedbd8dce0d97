import { and, eq, type SQL, sql } from 'drizzle-orm';
import type { PgSelect } from 'drizzle-orm/pg-core';
import type { MatchQuery, TablePage, TableQuery } from '#components/ui/data-table/table-query.ts';
import { devices } from '#db/schema/devices.ts';
import { downlinks } from '#db/schema/downlinks.ts';
import { firmwareAssignments, firmwareVersions } from '#db/schema/firmware.ts';
import { twins } from '#db/schema/twins.ts';
import type { Tx } from '#server/platform/database.ts';
import { matchingIds } from '#server/platform/matching-ids.ts';
import { type RowOf, selectTablePage, type TableDefinition } from '#server/platform/table-list.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import { contains } from '#server/platform/text-match.ts';
import type { Reported } from '#server/twins/contract.ts';
import type { EndReason, FirmwareAssignment } from './contract.ts';
import { reportedFirmware } from './rules.ts';

/** Which devices were given a version, and what became of it. */

const columns = {
  id: firmwareAssignments.id,
  device: { id: devices.id, name: devices.name, identifier: devices.identifier },
  version: { id: firmwareVersions.id, version: firmwareVersions.version, size: firmwareVersions.size },
  status: firmwareAssignments.status,
  statusAt: firmwareAssignments.statusAt,
  fetchedBytes: firmwareAssignments.fetchedBytes,
  downlink: { state: downlinks.state, detail: downlinks.detail },
  reason: firmwareAssignments.reason,
  expiresAt: firmwareAssignments.expiresAt,
  createdAt: firmwareAssignments.createdAt,
  createdBy: firmwareAssignments.createdBy,
  twin: twins.reported,
};

const selectFrom = (tx: Tx) =>
  tx
    .select(columns)
    .from(firmwareAssignments)
    .innerJoin(devices, eq(devices.id, firmwareAssignments.deviceId))
    .innerJoin(firmwareVersions, eq(firmwareVersions.id, firmwareAssignments.firmwareVersionId))
    .leftJoin(twins, eq(twins.deviceId, devices.id))
    .leftJoin(downlinks, eq(downlinks.id, firmwareAssignments.downlinkId))
    .$dynamic();

type Row = RowOf<ReturnType<typeof selectFrom>>;

const definition: TableDefinition<Row> = {
  id: { key: firmwareAssignments.id, type: 'uuid', of: (row) => row.id },
  defaultSort: { field: 'createdAt', desc: true },
  sorts: {
    createdAt: { key: firmwareAssignments.createdAt, type: 'timestamptz', of: (row) => row.createdAt },
    statusAt: { key: firmwareAssignments.statusAt, type: 'timestamptz', of: (row) => row.statusAt },
  },
  fields: {
    status: { kind: 'choice', sql: firmwareAssignments.status },
    statusAt: { kind: 'date', sql: firmwareAssignments.statusAt },
    createdAt: { kind: 'date', sql: firmwareAssignments.createdAt },
    device: { kind: 'text', sql: devices.name },
    version: { kind: 'id', sql: firmwareAssignments.firmwareVersionId },
  },
  search: (q) => sql`(${contains(devices.name, q)} or ${contains(sql`${devices.identifier}`, q)})`,
  keys: (tx, keys) =>
    tx
      .select(keys)
      .from(firmwareAssignments)
      .innerJoin(devices, eq(devices.id, firmwareAssignments.deviceId))
      .$dynamic() as unknown as PgSelect,
};

function itemOf({ twin, reason, ...row }: Row): FirmwareAssignment {
  return {
    ...row,
    reason: reason as EndReason | null,
    reported: reportedFirmware((twin ?? {}) as Reported)?.version ?? null,
  };
}

function pageOf(tx: Tx, scope: TenantScope, which: SQL, query: TableQuery) {
  const mine = and(eq(firmwareAssignments.customerId, scope.customerId), which);
  return selectTablePage(tx, () => selectFrom(tx), mine, definition, query, itemOf);
}

export function selectAssignmentPage(
  tx: Tx,
  scope: TenantScope,
  firmwareVersionId: string,
  query: TableQuery,
): Promise<TablePage<FirmwareAssignment>> {
  return pageOf(tx, scope, eq(firmwareAssignments.firmwareVersionId, firmwareVersionId), query);
}

/** Ids of all assignments that a query of the list matches, at most `bound` of them. */
export const selectMatchingAssignmentIds = (
  tx: Tx,
  scope: TenantScope,
  match: MatchQuery,
  bound: number,
): Promise<string[]> =>
  matchingIds(tx, definition, eq(firmwareAssignments.customerId, scope.customerId), match, bound);

export function selectAssignmentsOfDevice(
  tx: Tx,
  scope: TenantScope,
  deviceId: string,
): Promise<TablePage<FirmwareAssignment>> {
  return pageOf(tx, scope, eq(firmwareAssignments.deviceId, deviceId), { filters: [], limit: 20 });
}
