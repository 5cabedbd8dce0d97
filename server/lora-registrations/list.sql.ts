import { and, eq, type SQL, sql } from 'drizzle-orm';
import type { PgColumn, PgSelect } from 'drizzle-orm/pg-core';
import type {
  MatchQuery,
  TableFilter,
  TablePage,
  TableQuery,
} from '#components/ui/data-table/table-query.ts';
import { deviceTypes } from '#db/schema/device-types.ts';
import { deviceActivity, devices, loraBindings, networkAdapters } from '#db/schema/devices.ts';
import { loraConnections } from '#db/schema/lora-networks.ts';
import { loraRegistrations } from '#db/schema/lora-registrations.ts';
import { projects } from '#db/schema/projects.ts';
import { narrowDevices } from '#server/devices/narrow.sql.ts';
import { identifierPart } from '#server/devices/rules.ts';
import { devEuiForm, joinEuiForm } from '#server/devices/written-forms.ts';
import { plansOf } from '#server/lora-networks/connection-api.ts';
import type { Tx } from '#server/platform/database.ts';
import { matchingIds } from '#server/platform/matching-ids.ts';
import { arrayOf } from '#server/platform/sql-array.ts';
import { type RowOf, selectTablePage, type TableDefinition } from '#server/platform/table-list.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import { holdsText } from '#server/platform/text-match.ts';
import type { LoraDetail, LoraRow, RegistrationFailure } from './contract.ts';

/** The table of LoRa devices at their networks. */

const columns = {
  id: devices.id,
  name: devices.name,
  processing: devices.status,
  devEui: networkAdapters.identifier,
  projectId: projects.id,
  projectName: projects.name,
  typeId: deviceTypes.id,
  typeName: deviceTypes.name,
  joinEui: loraBindings.joinEui,
  hasAppKey: sql<boolean>`${loraBindings.appKey} is not null`,
  status: loraBindings.status,
  registration: loraRegistrations,
  connectionId: loraConnections.id,
  connectionName: loraConnections.name,
  provider: loraConnections.provider,
  plans: loraConnections.plans,
  lastMessageAt: deviceActivity.lastMessageAt,
  lastSignal: deviceActivity.lastSignal,
  lastSpreadingFactor: deviceActivity.lastSpreadingFactor,
};

/** By the customer too: of the policy's own condition the planner knows no value (decision 0015). */
const ofAdapter = (customerId: PgColumn, deviceId: PgColumn) =>
  and(eq(customerId, networkAdapters.customerId), eq(deviceId, networkAdapters.deviceId));

function selectFrom(tx: Tx) {
  return tx
    .select(columns)
    .from(networkAdapters)
    .innerJoin(devices, ofAdapter(devices.customerId, devices.id))
    .innerJoin(projects, eq(projects.id, devices.projectId))
    .innerJoin(deviceTypes, eq(deviceTypes.id, devices.deviceTypeId))
    .leftJoin(loraBindings, ofAdapter(loraBindings.customerId, loraBindings.deviceId))
    .leftJoin(loraRegistrations, ofAdapter(loraRegistrations.customerId, loraRegistrations.deviceId))
    .leftJoin(loraConnections, eq(loraConnections.id, loraRegistrations.connectionId))
    .leftJoin(deviceActivity, ofAdapter(deviceActivity.customerId, deviceActivity.deviceId))
    .$dynamic();
}

type Row = RowOf<ReturnType<typeof selectFrom>>;

/** Tables that a field lies in, beside the adapters; what chooses and orders rows is read from no more. */
const DEVICE_FIELDS = ['q', 'device', 'project'];
const BINDING_FIELDS = ['status', 'joinEui'];
const REGISTRATION_FIELDS = ['connection', 'plan', 'geolocation', 'reason'];
const ACTIVITY_FIELDS = ['lastMessageAt', 'signal', 'spreadingFactor'];

function selectKeys(tx: Tx, keys: Record<string, SQL>, used: ReadonlySet<string>): PgSelect {
  const anyOf = (fields: readonly string[]) => fields.some((name) => used.has(name));
  const select = tx.select(keys).from(networkAdapters).$dynamic();
  // An adapter has its device and its row of activity: said so, the planner takes nothing away for what may be missing.
  if (anyOf(DEVICE_FIELDS)) select.innerJoin(devices, ofAdapter(devices.customerId, devices.id));
  if (anyOf(BINDING_FIELDS))
    select.leftJoin(loraBindings, ofAdapter(loraBindings.customerId, loraBindings.deviceId));
  if (anyOf(REGISTRATION_FIELDS))
    select.leftJoin(loraRegistrations, ofAdapter(loraRegistrations.customerId, loraRegistrations.deviceId));
  if (anyOf(ACTIVITY_FIELDS))
    select.innerJoin(deviceActivity, ofAdapter(deviceActivity.customerId, deviceActivity.deviceId));
  return select as unknown as PgSelect;
}

/** As the index `device_activity_heard` has it. */
const lastHeard = sql`(case when ${deviceActivity.lastMessageAt} is null then '1970-01-01 00:00:00+00'::timestamptz else ${deviceActivity.lastMessageAt} end)`;
const neverHeard = sql`${lastHeard} = '1970-01-01 00:00:00+00'::timestamptz`;

/**
 * Of its connection's plans the device's one locates it; the built-in network's plans stand in its driver. By CASE, of
 * which the planner expects that half of the rows fit, so that it goes along the order.
 */
const isLocated = sql`(case when (${loraRegistrations.connectionId}, ${loraRegistrations.plan}) in (
    select c.id, p ->> 'id' from ${loraConnections} c, jsonb_array_elements(c.plans) p
    where (p ->> 'geolocation')::boolean
    union all select c.id, 'standard-geolocation' from ${loraConnections} c where c.provider = 'simulated') then true else false end)`;

const table: TableDefinition<Row> = {
  id: { key: networkAdapters.deviceId, type: 'uuid', of: (row) => row.id },
  defaultSort: { field: 'devEui', desc: false },
  sorts: {
    devEui: { key: networkAdapters.identifier, type: 'text', of: (row) => row.devEui },
    device: {
      key: devices.name,
      type: 'text',
      of: (row) => row.name,
      id: { key: devices.id, type: 'uuid', of: (row) => row.id },
    },
    lastMessageAt: {
      key: lastHeard,
      type: 'timestamptz',
      of: (row) => row.lastMessageAt ?? new Date(0),
      id: { key: deviceActivity.deviceId, type: 'uuid', of: (row) => row.id },
    },
  },
  fields: {
    devEui: { kind: 'text', sql: networkAdapters.identifier, written: devEuiForm },
    device: { kind: 'text', sql: devices.name },
    project: { kind: 'id', sql: devices.projectId },
    status: { kind: 'choice', sql: loraBindings.status },
    joinEui: { kind: 'text', sql: loraBindings.joinEui, written: joinEuiForm },
    connection: { kind: 'id', sql: loraRegistrations.connectionId },
    plan: { kind: 'text', sql: loraRegistrations.plan },
    geolocation: {
      kind: 'choice',
      oneOf: (values) => {
        const [located, not] = ['with', 'without'].map((value) => values.includes(value));
        return located === not ? sql`${located}::boolean` : located ? isLocated : sql`not ${isLocated}`;
      },
    },
    reason: { kind: 'text', sql: loraRegistrations.failureReason },
    lastMessageAt: { kind: 'date', sql: lastHeard, none: neverHeard },
    signal: { kind: 'number', sql: deviceActivity.lastSignal, along: true },
    spreadingFactor: { kind: 'number', sql: deviceActivity.lastSpreadingFactor, along: true },
  },
  search: (q) => {
    const part = identifierPart(q);
    const whole = holdsText(devices.searchText, q);
    return part ? sql`(${whole} or ${holdsText(devices.searchText, part)})` : whole;
  },
  keys: selectKeys,
  narrow: async (tx, query) =>
    and(await narrowDevices(tx, query), await ofRareBinding(tx, query), failedOnly(query)),
  large: 'network_adapters',
};

/** So many are read by the index of states sooner than the order is gone along until a page of them is full. */
const RARE = 10_000;

async function ofRareBinding(tx: Tx, { filters }: TableQuery): Promise<SQL | undefined> {
  const isAsked = (name: string) => (filter: TableFilter) =>
    filter.field === name && (filter.op === 'is' || filter.op === 'in');
  const asked = filters.find(isAsked('joinEui')) ?? filters.find(isAsked('status'));
  if (!asked) return undefined;
  const column = sql.raw(asked.field === 'joinEui' ? 'b.join_eui' : 'b.status');
  const those = sql`select b.device_id from ${loraBindings} b
    where b.customer_id = (select current_setting('app.customer_id')::uuid) and ${column} = any(${arrayOf([asked.value].flat(), 'text')})`;
  const [row] = await tx.execute<{ n: number }>(
    sql`select count(*)::int as n from (${those} limit ${RARE + 1}) counted`,
  );
  return row && row.n <= RARE ? sql`${networkAdapters.deviceId} = any(array(${those}))` : undefined;
}

/** A reason has who failed: those an index knows. */
const failedOnly = ({ filters }: TableQuery) =>
  filters.some(({ field, op }) => field === 'reason' && op !== 'empty' && op !== 'not')
    ? sql`${loraRegistrations.failureCode} is not null`
    : undefined;

const own = (scope: TenantScope) =>
  and(eq(networkAdapters.customerId, scope.customerId), eq(networkAdapters.network, 'lora'));

export async function selectLoraPage(
  tx: Tx,
  scope: TenantScope,
  query: TableQuery,
): Promise<TablePage<LoraRow>> {
  return selectTablePage(tx, () => selectFrom(tx), own(scope), table, query, rowOf);
}

/** Ids of all devices that a query of the list matches, at most `bound` of them. */
export const selectMatchingLoraIds = (
  tx: Tx,
  scope: TenantScope,
  match: MatchQuery,
  bound: number,
): Promise<string[]> => matchingIds(tx, table, own(scope), match, bound);

export async function selectLoraDetail(tx: Tx, scope: TenantScope, id: string): Promise<LoraDetail | null> {
  const [row] = await selectFrom(tx).where(and(own(scope), eq(devices.id, id)));
  if (!row) return null;
  const { registration } = row;
  return {
    ...rowOf(row),
    joinEui: row.joinEui ?? '',
    hasAppKey: row.hasAppKey,
    deviceType: { id: row.typeId, name: row.typeName },
    processing: row.processing,
    work: registration
      ? {
          attempts: registration.attempts,
          nextAt: registration.nextAt,
          wishedAt: registration.wishedAt,
          settledAt: registration.settledAt,
          present: registration.present,
        }
      : null,
  };
}

function rowOf(row: Row): LoraRow {
  const { registration, connectionId, connectionName, provider, plans: offered } = row;
  const connection =
    connectionId && connectionName !== null && provider
      ? { id: connectionId, name: connectionName, provider }
      : null;
  const plans = connection ? plansOf({ provider: connection.provider, plans: offered ?? [] }) : [];
  return {
    id: row.id,
    devEui: row.devEui,
    joinEui: row.joinEui,
    device: { id: row.id, name: row.name },
    project: { id: row.projectId, name: row.projectName },
    status: row.status ?? 'INVENTORY',
    connection,
    plan: plans.find(({ id }) => id === registration?.plan) ?? null,
    failure: failureOf(registration),
    lastMessageAt: row.lastMessageAt,
    lastSignal: row.lastSignal,
    lastSpreadingFactor: row.lastSpreadingFactor,
  };
}

function failureOf(registration: Row['registration']): RegistrationFailure | null {
  if (!registration?.failureCode || !registration.failedAt) return null;
  const { failureCode, failureReason, failureOf: of, failedAt } = registration;
  return { code: failureCode, reason: failureReason ?? '', of: of ?? 'device', at: failedAt };
}
