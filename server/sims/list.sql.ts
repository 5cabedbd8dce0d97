import { and, eq, type SQL, sql } from 'drizzle-orm';
import type { TablePage, TableQuery } from '#components/ui/data-table/table-query.ts';
import { deviceActivity, devices } from '#db/schema/devices.ts';
import { simAccounts, simJobs, simPlans, sims } from '#db/schema/sims.ts';
import type { Tx } from '#server/platform/database.ts';
import { type RowOf, selectTablePage, type TableDefinition } from '#server/platform/table-list.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import { contains } from '#server/platform/text-match.ts';
import type { OpenChange, SimListItem } from './contract.ts';

/** The M2M list: its columns, what can be asked of it, and its pages. */

/** Of each kind of change the last, where it is on its way or was refused. */
export const openChanges = sql<OpenChange[]>`coalesce((
  select json_agg(json_build_object('kind', l.kind, 'wanted', l.wanted, 'state', l.state, 'attempts', l.attempts,
    'errorCode', l.error_code, 'error', l.error) order by l.kind)
  from (select distinct on (j.kind) j.* from ${simJobs} j
    where j.sim_id = ${sims}.id and j.kind in ('status', 'communication-plan', 'rate-plan')
    order by j.kind, j.id desc) l
  where l.state in ('pending', 'failed')), '[]'::json)`;

const withChange = (state: SQL) => sql`exists (
  select from ${simJobs} j where j.sim_id = ${sims}.id and j.kind not in ('sync', 'sync-account') and ${state})`;

export const simColumns = {
  id: sims.id,
  iccid: sims.iccid,
  msisdn: sims.msisdn,
  imei: sims.imei,
  deviceId: devices.id,
  deviceName: devices.name,
  accountId: simAccounts.id,
  accountName: simAccounts.name,
  status: sims.status,
  communicationPlan: sims.communicationPlan,
  ratePlan: sims.ratePlan,
  apns: simPlans.apns,
  lastMessageAt: deviceActivity.lastMessageAt,
  cycleBytes: sims.cycleBytes,
  activatedAt: sims.activatedAt,
  syncedAt: sims.syncedAt,
  syncErrorCode: sims.syncErrorCode,
  changes: openChanges,
  createdAt: sims.createdAt,
};

function selectFrom(tx: Tx) {
  return tx
    .select(simColumns)
    .from(sims)
    .leftJoin(simAccounts, eq(simAccounts.id, sims.accountId))
    .leftJoin(
      simPlans,
      and(
        eq(simPlans.accountId, sims.accountId),
        eq(simPlans.kind, 'communication'),
        eq(simPlans.name, sims.communicationPlan),
      ),
    )
    .leftJoin(devices, eq(devices.id, sims.deviceId))
    .leftJoin(deviceActivity, eq(deviceActivity.deviceId, sims.deviceId))
    .$dynamic();
}

type Row = RowOf<ReturnType<typeof selectFrom>>;

const instantKey = (column: SQL | typeof sims.syncedAt, of: (row: Row) => Date | null) => ({
  key: sql`coalesce(${column}, 'epoch'::timestamptz)`,
  type: 'timestamptz' as const,
  of: (row: Row) => of(row) ?? new Date(0),
});

const textKey = (column: SQL | typeof sims.msisdn, of: (row: Row) => string | null) => ({
  key: sql`coalesce(${column}, '')`,
  type: 'text' as const,
  of: (row: Row) => of(row) ?? '',
});

const definition: TableDefinition<Row> = {
  id: { key: sims.id, type: 'uuid', of: (row) => row.id },
  defaultSort: { field: 'iccid', desc: false },
  sorts: {
    iccid: { key: sims.iccid, type: 'text', of: (row) => row.iccid },
    msisdn: textKey(sims.msisdn, (row) => row.msisdn),
    device: textKey(sql`${devices.name}`, (row) => row.deviceName),
    status: { key: sims.status, type: 'text', of: (row) => row.status },
    communicationPlan: textKey(sql`${sims.communicationPlan}`, (row) => row.communicationPlan),
    ratePlan: textKey(sql`${sims.ratePlan}`, (row) => row.ratePlan),
    account: textKey(sql`${simAccounts.name}`, (row) => row.accountName),
    cycleBytes: {
      key: sql`coalesce(${sims.cycleBytes}, 0)`,
      type: 'bigint',
      of: (row) => row.cycleBytes ?? 0,
    },
    lastMessageAt: instantKey(sql`${deviceActivity.lastMessageAt}`, (row) => row.lastMessageAt),
    activatedAt: instantKey(sql`${sims.activatedAt}`, (row) => row.activatedAt),
    syncedAt: instantKey(sims.syncedAt, (row) => row.syncedAt),
  },
  fields: {
    iccid: { kind: 'text', sql: sims.iccid },
    msisdn: { kind: 'text', sql: sims.msisdn },
    imei: { kind: 'text', sql: sims.imei },
    device: { kind: 'text', sql: devices.name },
    deviceId: { kind: 'id', sql: sims.deviceId },
    project: { kind: 'id', sql: devices.projectId },
    account: { kind: 'id', sql: sims.accountId },
    status: { kind: 'choice', sql: sims.status },
    communicationPlan: { kind: 'text', sql: sims.communicationPlan },
    ratePlan: { kind: 'text', sql: sims.ratePlan },
    cycleBytes: { kind: 'number', sql: sims.cycleBytes },
    lastMessageAt: { kind: 'date', sql: deviceActivity.lastMessageAt },
    activatedAt: { kind: 'date', sql: sims.activatedAt },
    syncedAt: { kind: 'date', sql: sims.syncedAt },
    change: {
      kind: 'choice',
      oneOf: (values) =>
        withChange(
          values.length > 0
            ? sql`j.state in (${sql.join(
                values.map((value) => sql`${value}`),
                sql`, `,
              )})`
            : sql`j.state in ('pending', 'failed')`,
        ),
    },
  },
  search: (q) => {
    const digits = q.replace(/[-\s./+]/g, '');
    const name = contains(devices.name, q);
    if (!/^\d+$/.test(digits)) return name;
    return sql`(${contains(sims.iccid, digits)} or ${contains(sims.msisdn, digits)} or ${contains(sims.imei, digits)} or ${name})`;
  },
};

export function itemOf(row: Row): SimListItem {
  const { deviceId, deviceName, accountId, accountName, apns, ...rest } = row;
  return {
    ...rest,
    device: deviceId && deviceName !== null ? { id: deviceId, name: deviceName } : null,
    account: accountId && accountName !== null ? { id: accountId, name: accountName } : null,
    apns: apns ?? [],
  };
}

const ofCustomer = (scope: TenantScope) => eq(sims.customerId, scope.customerId);

export function selectSimPage(
  tx: Tx,
  scope: TenantScope,
  query: TableQuery,
): Promise<TablePage<SimListItem>> {
  return selectTablePage(tx, () => selectFrom(tx), ofCustomer(scope), definition, query, itemOf);
}

export async function selectSimItem(tx: Tx, scope: TenantScope, which: SQL): Promise<SimListItem | null> {
  const [row] = await selectFrom(tx).where(and(ofCustomer(scope), which));
  return row ? itemOf(row) : null;
}
