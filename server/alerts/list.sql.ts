import { and, eq, type SQL, sql } from 'drizzle-orm';
import type { PgSelect } from 'drizzle-orm/pg-core';
import type { MatchQuery, TablePage, TableQuery } from '#components/ui/data-table/table-query.ts';
import { alerts } from '#db/schema/alerts.ts';
import { deviceTypes } from '#db/schema/device-types.ts';
import { devices } from '#db/schema/devices.ts';
import { projects } from '#db/schema/projects.ts';
import type { Tx } from '#server/platform/database.ts';
import { matchingIds } from '#server/platform/matching-ids.ts';
import { type RowOf, selectTablePage, type TableDefinition } from '#server/platform/table-list.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import { contains } from '#server/platform/text-match.ts';
import type { AlertItem } from './contract.ts';
import { isMuted } from './round.sql.ts';
import { readSource } from './sources.ts';

/** The list of alerts: what is open first, then by age. */

const muted = () => isMuted('devices', Date.now());
const counted = (which: SQL) =>
  sql<number>`(select count(*)::int from alerts m where m.incident_id = ${alerts}.id and ${which})`;
const ofIncident = (column: SQL) =>
  sql<string | null>`(select i.${column} from alerts i where i.id = ${alerts.incidentId})`;
/** What is open by itself, incidents before all, then what is open as a part of one, then what is over. */
const standing = sql`(case when ${alerts.status} <> 'open' then 0 when ${alerts.kind} = 'incident' then 3
  when ${alerts.incidentId} is null then 2 else 1 end)`;

const columns = {
  id: alerts.id,
  kind: alerts.kind,
  status: alerts.status,
  deviceId: devices.id,
  deviceName: devices.name,
  identifier: devices.identifier,
  typeName: deviceTypes.name,
  projectName: projects.name,
  source: alerts.source,
  sourceName: alerts.sourceName,
  incidentId: alerts.incidentId,
  incidentSource: ofIncident(sql`source`),
  incidentName: ofIncident(sql`source_name`),
  members: counted(sql`true`),
  missing: counted(sql`m.status = 'open'`),
  heardAt: alerts.heardAt,
  since: alerts.sinceAt,
  openedAt: alerts.openedAt,
  silentAt: alerts.silentAt,
  resolvedAt: alerts.resolvedAt,
  resolution: alerts.resolution,
  acknowledgedAt: alerts.acknowledgedAt,
  acknowledgedBy: alerts.acknowledgedBy,
  note: alerts.note,
};

function selectFrom(tx: Tx) {
  return tx
    .select({ ...columns, isMuted: sql<boolean>`${devices.id} is not null and ${muted()}` })
    .from(alerts)
    .leftJoin(devices, eq(devices.id, alerts.deviceId))
    .leftJoin(deviceTypes, eq(deviceTypes.id, devices.deviceTypeId))
    .leftJoin(projects, eq(projects.id, devices.projectId))
    .$dynamic();
}

type Row = RowOf<ReturnType<typeof selectFrom>>;

/** An incident belongs to every project of which it has devices; without ids: to any. */
const ofProject = (ids: string[]): SQL => {
  const among = (project: SQL) =>
    ids.length > 0
      ? sql`${project} in (${sql.join(
          ids.map((id) => sql`${id}::uuid`),
          sql`, `,
        )})`
      : sql`true`;
  return sql`((${devices.id} is not null and ${among(sql`${devices.projectId}`)}) or exists (
    select from alerts m join devices d on d.id = m.device_id where m.incident_id = ${alerts}.id and ${among(sql`d.project_id`)}))`;
};

const yesNo = (is: SQL) => ({
  kind: 'choice' as const,
  sql: sql`(case when ${is} then 'yes' else 'no' end)`,
});

const definition: TableDefinition<Row> = {
  id: { key: alerts.id, type: 'uuid', of: (row) => row.id },
  defaultSort: { field: 'standing', desc: true },
  sorts: {
    standing: {
      key: standing,
      type: 'bigint',
      of: standingOf,
      further: [{ key: alerts.sinceAt, type: 'timestamptz', of: (row) => row.since }],
    },
    since: { key: alerts.sinceAt, type: 'timestamptz', of: (row) => row.since },
  },
  fields: {
    id: { kind: 'id', sql: alerts.id },
    kind: { kind: 'choice', sql: alerts.kind },
    status: { kind: 'choice', sql: alerts.status },
    device: { kind: 'text', sql: sql`coalesce(${devices.name}, ${alerts.sourceName}, ${alerts.source})` },
    deviceId: { kind: 'id', sql: alerts.deviceId },
    type: { kind: 'id', sql: devices.deviceTypeId },
    project: { kind: 'id', oneOf: ofProject },
    incident: { kind: 'id', sql: alerts.incidentId },
    partOfIncident: yesNo(sql`${alerts.incidentId} is not null`),
    acknowledged: yesNo(sql`${alerts.acknowledgedAt} is not null`),
    muted: yesNo(sql`${devices.id} is not null and ${muted()}`),
    since: { kind: 'date', sql: alerts.sinceAt },
    openedAt: { kind: 'date', sql: alerts.openedAt },
    heardAt: { kind: 'date', sql: alerts.heardAt },
    resolvedAt: { kind: 'date', sql: alerts.resolvedAt },
  },
  search: (q) =>
    sql`(${contains(devices.name, q)} or ${contains(sql`${devices.identifier}`, q)} or ${contains(sql`${alerts.source}`, q)} or ${contains(sql`${alerts.sourceName}`, q)})`,
  keys: (tx, keys) =>
    tx
      .select(keys)
      .from(alerts)
      .leftJoin(devices, eq(devices.id, alerts.deviceId))
      .$dynamic() as unknown as PgSelect,
};

function standingOf({ status, kind, incidentId }: Row): number {
  if (status !== 'open') return 0;
  if (kind === 'incident') return 3;
  return incidentId === null ? 2 : 1;
}

function itemOf(row: Row): AlertItem {
  const { deviceId, incidentId, acknowledgedAt, source, incidentSource } = row;
  return {
    id: row.id,
    kind: row.kind,
    status: row.status,
    device: deviceId
      ? {
          id: deviceId,
          name: row.deviceName ?? '',
          identifier: row.identifier,
          typeName: row.typeName ?? '',
          projectName: row.projectName ?? '',
        }
      : null,
    cause: source ? { ...readSource(source), name: row.sourceName } : null,
    incident: incidentId && incidentSource ? incidentOf(incidentId, incidentSource, row.incidentName) : null,
    members: row.members,
    missing: row.missing,
    isMuted: row.isMuted,
    heardAt: row.heardAt,
    since: row.since,
    openedAt: row.openedAt,
    silentAt: row.silentAt,
    resolvedAt: row.resolvedAt,
    resolution: row.resolution,
    acknowledged: acknowledgedAt
      ? { at: acknowledgedAt, by: row.acknowledgedBy ?? '', note: row.note }
      : null,
  };
}

function incidentOf(id: string, of: string, name: string | null): AlertItem['incident'] {
  const { kind, id: source } = readSource(of);
  return { id, kind, source, name };
}

const own = (scope: TenantScope) => eq(alerts.customerId, scope.customerId);

export const selectAlertPage = (
  tx: Tx,
  scope: TenantScope,
  query: TableQuery,
): Promise<TablePage<AlertItem>> =>
  selectTablePage(tx, () => selectFrom(tx), own(scope), definition, query, itemOf);

/** Ids of all alerts that a query of the list matches, at most `bound` of them. */
export const selectMatchingAlertIds = (
  tx: Tx,
  scope: TenantScope,
  match: MatchQuery,
  bound: number,
): Promise<string[]> => matchingIds(tx, definition, own(scope), match, bound);

export async function selectAlert(tx: Tx, scope: TenantScope, id: string): Promise<AlertItem | null> {
  const [row] = await selectFrom(tx).where(and(own(scope), eq(alerts.id, id)));
  return row ? itemOf(row) : null;
}
