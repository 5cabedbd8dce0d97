import { and, eq, inArray, type SQL, sql } from 'drizzle-orm';
import type { PgColumn, PgSelect } from 'drizzle-orm/pg-core';
import type { TablePage, TableQuery } from '#components/ui/data-table/table-query.ts';
import { deviceTypes } from '#db/schema/device-types.ts';
import { deviceActivity, devices, loraBindings } from '#db/schema/devices.ts';
import { flowDevices, flows } from '#db/schema/flows.ts';
import { projects } from '#db/schema/projects.ts';
import { twins } from '#db/schema/twins.ts';
import type { Network } from '#server/device-types/contract.ts';
import type { Tx } from '#server/platform/database.ts';
import { outer } from '#server/platform/outer-column.ts';
import { arrayOf } from '#server/platform/sql-array.ts';
import { type RowOf, selectTablePage, type TableDefinition } from '#server/platform/table-list.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import { holdsText } from '#server/platform/text-match.ts';
import {
  LATE_FLOOR_SECONDS,
  LATE_INTERVALS,
  onlineState,
  SILENT_FLOOR_SECONDS,
  SILENT_INTERVALS,
  UNKNOWN_INTERVAL_SECONDS,
} from '#server/twins/rules.ts';
import { inConnectivity, isInConnectivity, linkedIdentifiers, simOfDevice } from './connectivity.sql.ts';
import type { DeviceListItem, Named } from './contract.ts';
import { barcodeField, networkField, onRareNetwork, tagsField } from './fields.sql.ts';
import { identifier, identifierField } from './identifiers.sql.ts';
import { narrowDevices } from './narrow.sql.ts';
import { connectivityOf, identifierPart, locationOf, processingOf } from './rules.ts';
import { TWIN, twinField, withTwins } from './twin-columns.sql.ts';

/** The list of devices: its columns, what can be asked of it, and its pages. */

const expected = sql<
  number | null
>`coalesce(${deviceTypes.expectedIntervalSeconds}::real, ${deviceActivity.intervalSeconds})`;

const linkedFlows = sql<Named[]>`coalesce((
  select json_agg(json_build_object('id', f.id, 'name', f.name) order by f.name)
  from ${flowDevices} fd join ${flows} f on f.id = fd.flow_id where fd.customer_id = ${devices.customerId} and fd.device_id = ${devices.id}), '[]'::json)`;

const quiet = sql`extract(epoch from now() - ${deviceActivity.lastMessageAt})`;
const interval = sql`coalesce(${expected}, ${UNKNOWN_INTERVAL_SECONDS}::real)`;

/** As the index `device_activity_heard` has it. */
const lastHeard = sql`(case when ${deviceActivity.lastMessageAt} is null then '1970-01-01 00:00:00+00'::timestamptz else ${deviceActivity.lastMessageAt} end)`;
const neverHeard = sql`${lastHeard} = '1970-01-01 00:00:00+00'::timestamptz`;

const silent = sql`${quiet} > greatest(${SILENT_FLOOR_SECONDS}::real, ${interval} * ${SILENT_INTERVALS}::real)`;
const late = sql`${quiet} > greatest(${LATE_FLOOR_SECONDS}::real, ${interval} * ${LATE_INTERVALS}::real)`;
const quietFor = (seconds: number) =>
  sql`${lastHeard} < now() - make_interval(secs => ${seconds}) and not ${neverHeard}`;

/** The rule of `onlineState` (server/twins/rules.ts), for filters, each with what an index can tell of it; a test compares the two. */
const ACTIVITY: Record<string, SQL> = {
  never: neverHeard,
  silent: sql`${quietFor(SILENT_FLOOR_SECONDS)} and ${silent}`,
  late: sql`${quietFor(LATE_FLOOR_SECONDS)} and ${late} and not ${silent}`,
  online: sql`not ${neverHeard} and not ${late}`,
};

const linked = (among: SQL) => sql`from ${flowDevices} fd
    where fd.customer_id = ${outer(devices.customerId)} and fd.device_id = ${outer(devices.id)}${among}`;
const inAnyFlow = (among: SQL) => sql`exists (select ${linked(among)})`;
/** Of EXISTS within other conditions the links of all devices would be put together first. */
const isInAnyFlow = (among: SQL) => sql`coalesce((select true ${linked(among)} limit 1), false)`;

/** `processingOf`, for filters. */
const processing = (inFlow: (among: SQL) => SQL): Record<string, SQL> => ({
  deactivated: sql`${devices.status} = 'DEACTIVATED'`,
  active: sql`${devices.status} = 'ACTIVE' and ${inFlow(sql``)}`,
  'not-linked': sql`${devices.status} = 'ACTIVE' and not ${inFlow(sql``)}`,
});

const flowField = (inFlow: (among: SQL) => SQL) => (values: string[]) =>
  inFlow(values.length > 0 ? sql` and fd.flow_id = any(${arrayOf(values, 'uuid')})` : sql``);

/** In one of the states; a state that there is not, nothing is in. */
const inState = (states: Record<string, SQL>) => (values: string[]) =>
  sql`(${sql.join(
    values.map((value) => sql`(${(Object.hasOwn(states, value) ? states[value] : null) ?? sql`false`})`),
    sql` or `,
  )})`;

const columns = {
  id: devices.id,
  name: devices.name,
  identifier: devices.identifier,
  barcode: devices.barcode,
  status: devices.status,
  tags: devices.tags,
  latitude: devices.latitude,
  longitude: devices.longitude,
  altitude: devices.altitude,
  createdAt: devices.createdAt,
  modifiedAt: devices.modifiedAt,
  projectId: projects.id,
  projectName: projects.name,
  typeId: deviceTypes.id,
  typeName: deviceTypes.name,
  typeCategory: deviceTypes.category,
  typeGroup: deviceTypes.group,
  typeNetworks: deviceTypes.networks,
  identifiers: linkedIdentifiers,
  lora: loraBindings.status,
  sim: simOfDevice,
  lastMessageAt: deviceActivity.lastMessageAt,
  lastSignal: deviceActivity.lastSignal,
  lastSpreadingFactor: deviceActivity.lastSpreadingFactor,
  expected,
  flows: linkedFlows,
};

/**
 * Of a table that belongs to devices. By the customer too: of the policy's own condition the planner knows no value, and
 * takes the rows of one customer for a fiftieth of what they are.
 */
const ofDevice = (table: { customerId: PgColumn; deviceId: PgColumn }) =>
  and(eq(table.customerId, devices.customerId), eq(table.deviceId, devices.id));

function selectFrom(tx: Tx) {
  return tx
    .select(columns)
    .from(devices)
    .innerJoin(deviceTypes, eq(deviceTypes.id, devices.deviceTypeId))
    .innerJoin(projects, eq(projects.id, devices.projectId))
    .leftJoin(deviceActivity, ofDevice(deviceActivity))
    .leftJoin(loraBindings, ofDevice(loraBindings))
    .$dynamic();
}

type Row = RowOf<ReturnType<typeof selectFrom>>;

/** Tables that a field lies in, beside `devices`; what chooses and orders rows is read from no more. */
const ACTIVITY_FIELDS = ['lastMessageAt', 'activity', 'signal'];
const joins = (used: ReadonlySet<string>) => ({
  activity: ACTIVITY_FIELDS.some((name) => used.has(name)),
  type: used.has('activity'),
  twin: [...used].some((name) => name.startsWith(TWIN)),
});

function selectKeys(tx: Tx, keys: Record<string, SQL>, used: ReadonlySet<string>): PgSelect {
  const join = joins(used);
  const select = tx.select(keys).from(devices).$dynamic();
  if (join.activity) select.innerJoin(deviceActivity, ofDevice(deviceActivity));
  // A device has its type: said as a left join so that the planner takes nothing away for it.
  if (join.type) select.leftJoin(deviceTypes, eq(deviceTypes.id, devices.deviceTypeId));
  if (join.twin) select.leftJoin(twins, ofDevice(twins));
  return select as unknown as PgSelect;
}

/** Those that the customer has devices of; each is one look into an index. */
const groupsOf = (table: SQL, column: PgColumn) => async (tx: Tx) => {
  const rows = await tx.execute<{ id: string }>(
    sql`select g.id from ${table} g where exists (select from ${devices} where ${outer(column)} = g.id) order by g.name, g.id`,
  );
  return [...rows].map(({ id }) => id);
};

export const deviceTable: TableDefinition<Row> = {
  id: { key: devices.id, type: 'uuid', of: (row) => row.id },
  defaultSort: { field: 'name', desc: false },
  sorts: {
    name: { key: devices.name, type: 'text', of: (row) => row.name },
    identifier: { key: identifier, type: 'text', of: (row) => row.identifier ?? '' },
    createdAt: { key: devices.createdAt, type: 'timestamptz', of: (row) => row.createdAt },
    lastMessageAt: {
      key: lastHeard,
      type: 'timestamptz',
      of: (row) => row.lastMessageAt ?? new Date(0),
      id: { key: deviceActivity.deviceId, type: 'uuid', of: (row) => row.id },
    },
    type: { column: devices.deviceTypeId, groups: groupsOf(sql`${deviceTypes}`, devices.deviceTypeId) },
    project: { column: devices.projectId, groups: groupsOf(sql`${projects}`, devices.projectId) },
  },
  fields: {
    id: { kind: 'id', sql: devices.id },
    name: { kind: 'text', sql: devices.name },
    identifier: identifierField,
    barcode: barcodeField,
    status: { kind: 'choice', sql: devices.status },
    processing: {
      kind: 'choice',
      oneOf: inState(processing(inAnyFlow)),
      rowByRow: inState(processing(isInAnyFlow)),
    },
    project: { kind: 'id', sql: devices.projectId },
    type: { kind: 'id', sql: devices.deviceTypeId },
    connectivity: { kind: 'choice', oneOf: inConnectivity, rowByRow: isInConnectivity },
    activity: { kind: 'choice', oneOf: inState(ACTIVITY), along: true },
    lastMessageAt: { kind: 'date', sql: lastHeard, none: neverHeard },
    createdAt: { kind: 'date', sql: devices.createdAt },
    signal: { kind: 'number', sql: deviceActivity.lastSignal, along: true },
    network: networkField,
    tags: tagsField,
    flow: { kind: 'id', oneOf: flowField(inAnyFlow), rowByRow: flowField(isInAnyFlow) },
  },
  search: (q) => {
    const part = identifierPart(q);
    const whole = holdsText(devices.searchText, q);
    return part ? sql`(${whole} or ${holdsText(devices.searchText, part)})` : whole;
  },
  brought: twinField,
  keys: selectKeys,
  narrow: async (tx, query) => and(await narrowDevices(tx, query), await onRareNetwork(tx, query)),
  large: 'devices',
};

function itemOf(row: Row, now: Date): DeviceListItem {
  return {
    id: row.id,
    name: row.name,
    identifier: row.identifier,
    identifiers: row.identifiers,
    barcode: row.barcode,
    deviceType: {
      id: row.typeId,
      name: row.typeName,
      category: row.typeCategory,
      group: row.typeGroup,
      networks: row.typeNetworks as Network[],
    },
    project: { id: row.projectId, name: row.projectName },
    flows: row.flows,
    tags: row.tags,
    location: locationOf(row),
    status: row.status,
    processing: processingOf(row.status, row.flows.length),
    connectivity: connectivityOf({ ...row, networks: row.typeNetworks as Network[] }),
    activity: onlineState({
      lastMessageAt: row.lastMessageAt,
      intervalSeconds: null,
      expectedIntervalSeconds: row.expected,
      now,
    }),
    lastMessageAt: row.lastMessageAt,
    lastSignal: row.lastSignal,
    lastSpreadingFactor: row.lastSpreadingFactor,
    expectedIntervalSeconds: row.expected,
    createdAt: row.createdAt,
    modifiedAt: row.modifiedAt,
  };
}

export async function selectDevicePage(
  tx: Tx,
  scope: TenantScope,
  query: TableQuery,
  now: Date,
): Promise<TablePage<DeviceListItem>> {
  const { from, own, definition, itemOf } = tableOf(tx, scope, now);
  const page = await selectTablePage(tx, from, own, definition, query, itemOf);
  return { ...page, rows: await withTwins(tx, scope, page.rows, query.with) };
}

const tableOf = (tx: Tx, scope: TenantScope, now: Date) => ({
  from: () => selectFrom(tx),
  own: eq(devices.customerId, scope.customerId),
  definition: deviceTable,
  itemOf: (row: Row) => itemOf(row, now),
});

export async function selectDeviceItems(
  tx: Tx,
  scope: TenantScope,
  ids: string[],
  now: Date,
): Promise<DeviceListItem[]> {
  const rows = await selectFrom(tx).where(
    and(eq(devices.customerId, scope.customerId), inArray(devices.id, ids)),
  );
  return rows.map((row) => itemOf(row, now));
}
