import { and, eq, type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import type { PgColumn, PgSelect } from 'drizzle-orm/pg-core';
import type { MatchQuery, TablePage, TableQuery } from '#components/ui/data-table/table-query.ts';
import { deviceActivity, devices } from '#db/schema/devices.ts';
import { simAccounts, simJobs, simPlans, sims } from '#db/schema/sims.ts';
import { iccidForm } from '#server/devices/written-forms.ts';
import type { Tx } from '#server/platform/database.ts';
import { matchingIds } from '#server/platform/matching-ids.ts';
import { type RowOf, selectTablePage, type TableDefinition } from '#server/platform/table-list.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import { contains, holdsText } from '#server/platform/text-match.ts';
import type { OpenChange, SimListItem } from './contract.ts';
import { digitsOf, imeiForm, msisdnForm, narrowSims } from './narrow.sql.ts';

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
  deviceId: sims.deviceId,
  deviceName: sims.deviceName,
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

/** Of the device it is in; by the customer too, of whose rows the planner knows how many there are. */
const inIt = (customerId: PgColumn, deviceId: PgColumn) =>
  and(eq(customerId, sims.customerId), eq(deviceId, sims.deviceId));

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
    .leftJoin(deviceActivity, inIt(deviceActivity.customerId, deviceActivity.deviceId))
    .$dynamic();
}

type Row = RowOf<ReturnType<typeof selectFrom>>;

/** As indexes have what may be missing. */
const orElse = (column: SQLWrapper, none: SQL) =>
  sql`(case when ${column} is null then ${none} else ${column} end)`;
const EPOCH = sql`'1970-01-01 00:00:00+00'::timestamptz`;
const instantKey = (column: SQLWrapper, of: (row: Row) => Date | null) => ({
  key: orElse(column, EPOCH),
  type: 'timestamptz' as const,
  of: (row: Row) => of(row) ?? new Date(0),
});

const textKey = (column: SQLWrapper, of: (row: Row) => string | null) => ({
  key: orElse(column, sql`''`),
  type: 'text' as const,
  of: (row: Row) => of(row) ?? '',
});

const lastHeard = orElse(deviceActivity.lastMessageAt, EPOCH);
/** A device that was never heard stands behind SIMs in no device. */
const BEFORE_ALL = sql`'1969-12-31 23:59:59+00'::timestamptz`;
const inNoDevice = sql`${sims.deviceId} is null`;
const inDevice = sql`${sims.deviceId} is not null`;

const NO_ACCOUNT = '00000000-0000-0000-0000-000000000000';
const account = orElse(sims.accountId, sql`${NO_ACCOUNT}::uuid`);
/** SIMs of no account first, then by the account's name. */
const accounts = async (tx: Tx) => {
  const rows = await tx
    .select({ id: simAccounts.id })
    .from(simAccounts)
    .orderBy(simAccounts.name, simAccounts.id);
  return [NO_ACCOUNT, ...rows.map(({ id }) => id)];
};

/** Tables that a field lies in, beside `sims`. */
function selectKeys(tx: Tx, keys: Record<string, SQL>, used: ReadonlySet<string>): PgSelect {
  const select = tx.select(keys).from(sims).$dynamic();
  if (used.has('project')) select.leftJoin(devices, inIt(devices.customerId, devices.id));
  if (used.has('lastMessageAt'))
    select.leftJoin(deviceActivity, inIt(deviceActivity.customerId, deviceActivity.deviceId));
  return select as unknown as PgSelect;
}

const definition: TableDefinition<Row> = {
  id: { key: sims.id, type: 'uuid', of: (row) => row.id },
  defaultSort: { field: 'iccid', desc: false },
  sorts: {
    iccid: { key: sims.iccid, type: 'text', of: (row) => row.iccid },
    msisdn: textKey(sims.msisdn, (row) => row.msisdn),
    device: textKey(sims.deviceName, (row) => row.deviceName),
    status: { key: sims.status, type: 'text', of: (row) => row.status },
    communicationPlan: textKey(sims.communicationPlan, (row) => row.communicationPlan),
    ratePlan: textKey(sims.ratePlan, (row) => row.ratePlan),
    account: { column: account, groups: accounts },
    cycleBytes: {
      key: orElse(sims.cycleBytes, sql`0`),
      type: 'bigint',
      of: (row) => row.cycleBytes ?? 0,
    },
    lastMessageAt: {
      ...instantKey(deviceActivity.lastMessageAt, (row) => row.lastMessageAt),
      parts: [
        { where: inNoDevice, key: BEFORE_ALL },
        { where: and(inDevice, sql`${deviceActivity.deviceId} is not null`) as SQL, key: lastHeard },
      ],
    },
    activatedAt: instantKey(sims.activatedAt, (row) => row.activatedAt),
    syncedAt: instantKey(sims.syncedAt, (row) => row.syncedAt),
  },
  fields: {
    iccid: { kind: 'text', sql: sims.iccid, written: iccidForm },
    msisdn: { kind: 'text', sql: sims.msisdn, written: msisdnForm },
    imei: { kind: 'text', sql: sims.imei, written: imeiForm },
    device: { kind: 'text', sql: orElse(sims.deviceName, sql`''`) },
    deviceId: { kind: 'id', sql: sims.deviceId },
    project: { kind: 'id', sql: devices.projectId },
    account: { kind: 'id', sql: sims.accountId },
    status: { kind: 'choice', sql: sims.status },
    communicationPlan: { kind: 'text', sql: orElse(sims.communicationPlan, sql`''`) },
    ratePlan: { kind: 'text', sql: orElse(sims.ratePlan, sql`''`) },
    cycleBytes: {
      kind: 'number',
      whole: true,
      sql: orElse(sims.cycleBytes, sql`0`),
      none: sql`${sims.cycleBytes} is null`,
    },
    lastMessageAt: { kind: 'date', sql: lastHeard, none: sql`${lastHeard} = ${EPOCH}` },
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
    const digits = digitsOf(q);
    const name = contains(sims.deviceName, q);
    return digits === null ? name : sql`(${holdsText(sims.searchText, digits)} or ${name})`;
  },
  keys: selectKeys,
  narrow: narrowSims,
  large: 'sims',
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

/** Ids of all SIMs that a query of the list matches, at most `bound` of them. */
export const selectMatchingSimIds = (
  tx: Tx,
  scope: TenantScope,
  match: MatchQuery,
  bound: number,
): Promise<string[]> => matchingIds(tx, definition, ofCustomer(scope), match, bound);

export async function selectSimItem(tx: Tx, scope: TenantScope, which: SQL): Promise<SimListItem | null> {
  const [row] = await selectFrom(tx).where(and(ofCustomer(scope), which));
  return row ? itemOf(row) : null;
}
