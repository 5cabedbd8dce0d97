import { and, eq, inArray, type SQL, sql } from 'drizzle-orm';
import type { TablePage, TableQuery } from '#components/ui/data-table/table-query.ts';
import { deviceTypes } from '#db/schema/device-types.ts';
import { deviceActivity, devices, loraBindings } from '#db/schema/devices.ts';
import { flowDevices, flows } from '#db/schema/flows.ts';
import { projects } from '#db/schema/projects.ts';
import type { Network } from '#server/device-types/contract.ts';
import type { Tx } from '#server/platform/database.ts';
import { arrayOf } from '#server/platform/sql-array.ts';
import { type RowOf, selectTablePage, type TableDefinition } from '#server/platform/table-list.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import { contains } from '#server/platform/text-match.ts';
import {
  LATE_FLOOR_SECONDS,
  LATE_INTERVALS,
  onlineState,
  SILENT_FLOOR_SECONDS,
  SILENT_INTERVALS,
  UNKNOWN_INTERVAL_SECONDS,
} from '#server/twins/rules.ts';
import type { DeviceListItem, Named } from './contract.ts';
import { identifierPart, processingOf } from './rules.ts';

/** The list of devices: its columns, what can be asked of it, and its pages. */

const expected = sql<
  number | null
>`coalesce(${deviceTypes.expectedIntervalSeconds}::real, ${deviceActivity.intervalSeconds})`;

const linkedFlows = sql<Named[]>`coalesce((
  select json_agg(json_build_object('id', f.id, 'name', f.name) order by f.name)
  from ${flowDevices} fd join ${flows} f on f.id = fd.flow_id where fd.device_id = ${devices.id}), '[]'::json)`;

const quiet = sql`extract(epoch from now() - ${deviceActivity.lastMessageAt})`;
const interval = sql`coalesce(${expected}, ${UNKNOWN_INTERVAL_SECONDS}::real)`;

/** The rule of `onlineState` (server/twins/rules.ts), for filters; a test compares the two. */
const activity = sql`case
  when ${deviceActivity.lastMessageAt} is null then 'never'
  when ${quiet} > greatest(${SILENT_FLOOR_SECONDS}::real, ${interval} * ${SILENT_INTERVALS}::real) then 'silent'
  when ${quiet} > greatest(${LATE_FLOOR_SECONDS}::real, ${interval} * ${LATE_INTERVALS}::real) then 'late'
  else 'online' end`;

const inAnyFlow = (among: SQL) =>
  sql`exists (select from ${flowDevices} fd where fd.device_id = ${devices.id}${among})`;

const processing = sql`case when ${devices.status} = 'DEACTIVATED' then 'deactivated'
  when ${inAnyFlow(sql``)} then 'active' else 'not-linked' end`;

const columns = {
  id: devices.id,
  name: devices.name,
  identifier: devices.identifier,
  status: devices.status,
  tags: devices.tags,
  createdAt: devices.createdAt,
  modifiedAt: devices.modifiedAt,
  projectId: projects.id,
  projectName: projects.name,
  typeId: deviceTypes.id,
  typeName: deviceTypes.name,
  typeCategory: deviceTypes.category,
  typeGroup: deviceTypes.group,
  typeNetworks: deviceTypes.networks,
  connectivity: loraBindings.status,
  lastMessageAt: deviceActivity.lastMessageAt,
  lastSignal: deviceActivity.lastSignal,
  lastSpreadingFactor: deviceActivity.lastSpreadingFactor,
  expected,
  flows: linkedFlows,
};

function selectFrom(tx: Tx) {
  return tx
    .select(columns)
    .from(devices)
    .innerJoin(deviceTypes, eq(deviceTypes.id, devices.deviceTypeId))
    .innerJoin(projects, eq(projects.id, devices.projectId))
    .leftJoin(deviceActivity, eq(deviceActivity.deviceId, devices.id))
    .leftJoin(loraBindings, eq(loraBindings.deviceId, devices.id))
    .$dynamic();
}

type Row = RowOf<ReturnType<typeof selectFrom>>;

const definition: TableDefinition<Row> = {
  id: { key: devices.id, type: 'uuid', of: (row) => row.id },
  defaultSort: { field: 'name', desc: false },
  sorts: {
    name: { key: devices.name, type: 'text', of: (row) => row.name },
    createdAt: { key: devices.createdAt, type: 'timestamptz', of: (row) => row.createdAt },
    lastMessageAt: {
      key: sql`coalesce(${deviceActivity.lastMessageAt}, 'epoch'::timestamptz)`,
      type: 'timestamptz',
      of: (row) => row.lastMessageAt ?? new Date(0),
    },
  },
  fields: {
    name: { kind: 'text', sql: devices.name },
    identifier: { kind: 'text', sql: devices.identifier },
    barcode: { kind: 'text', sql: devices.barcode },
    status: { kind: 'choice', sql: devices.status },
    processing: { kind: 'choice', sql: processing },
    project: { kind: 'id', sql: devices.projectId },
    type: { kind: 'id', sql: devices.deviceTypeId },
    connectivity: { kind: 'choice', sql: loraBindings.status },
    activity: { kind: 'choice', sql: activity },
    lastMessageAt: { kind: 'date', sql: deviceActivity.lastMessageAt },
    createdAt: { kind: 'date', sql: devices.createdAt },
    signal: { kind: 'number', sql: deviceActivity.lastSignal },
    network: {
      kind: 'choice',
      oneOf: (values) => sql`${deviceTypes.networks} && ${arrayOf(values, 'text')}`,
    },
    tags: {
      kind: 'choice',
      oneOf: (values) => sql`${devices.tags} && ${arrayOf(values, 'text')}`,
    },
    flow: {
      kind: 'id',
      oneOf: (values) =>
        inAnyFlow(values.length > 0 ? sql` and fd.flow_id = any(${arrayOf(values, 'uuid')})` : sql``),
    },
  },
  search: (q) => {
    const part = identifierPart(q);
    const name = contains(devices.name, q);
    return part ? sql`(${name} or ${contains(sql`replace(${devices.identifier}, '-', '')`, part)})` : name;
  },
};

function itemOf(row: Row, now: Date): DeviceListItem {
  return {
    id: row.id,
    name: row.name,
    identifier: row.identifier,
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
    status: row.status,
    processing: processingOf(row.status, row.flows.length),
    connectivity: row.connectivity,
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
  const own = eq(devices.customerId, scope.customerId);
  return selectTablePage(
    tx,
    () => selectFrom(tx),
    own,
    definition,
    query,
    (row) => itemOf(row, now),
  );
}

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
