import { and, asc, eq, sql } from 'drizzle-orm';
import type { TablePage, TableQuery } from '#components/ui/data-table/table-query.ts';
import { deviceTypes } from '#db/schema/device-types.ts';
import { devices } from '#db/schema/devices.ts';
import { flowDestinations, flows } from '#db/schema/flows.ts';
import { projects } from '#db/schema/projects.ts';
import type { Network } from '#server/device-types/contract.ts';
import type { Tx } from '#server/platform/database.ts';
import { outer } from '#server/platform/outer-column.ts';
import { type RowOf, selectTablePage, type TableDefinition } from '#server/platform/table-list.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import { anyContains } from '#server/platform/text-match.ts';
import type { Project } from './contract.ts';

/** The list of projects: its columns, what can be asked of it, and its pages. */

const used = {
  devices: sql<number>`(select count(*)::int from ${devices} d where d.customer_id = ${outer(projects.customerId)} and d.project_id = ${outer(projects.id)})`,
  flows: sql<number>`(select count(*)::int from ${flows} f where f.customer_id = ${outer(projects.customerId)} and f.project_id = ${outer(projects.id)})`,
  destinations: sql<number>`(select count(*)::int from ${flowDestinations} x join ${flows} f on f.id = x.flow_id
    where f.customer_id = ${outer(projects.customerId)} and f.project_id = ${outer(projects.id)})`,
};

/** Walks every device of the project, so only where a limit asks for it. */
const usedByNetwork = sql<Partial<Record<Network, number>> | null>`case
  when coalesce(${projects.loraDeviceLimit}, ${projects.cellularDeviceLimit}, ${projects.genericDeviceLimit}) is not null then (
    select json_object_agg(u.network, u.n) from (
      select unnest(t.networks) as network, count(*)::int as n
      from ${devices} d join ${deviceTypes} t on t.id = d.device_type_id
      where d.customer_id = ${outer(projects.customerId)} and d.project_id = ${outer(projects.id)} group by 1) u) end`;

const selectFrom = (tx: Tx) =>
  tx
    .select({
      id: projects.id,
      customerId: projects.customerId,
      name: projects.name,
      description: projects.description,
      subscription: projects.subscription,
      deviceLimit: projects.deviceLimit,
      flowLimit: projects.flowLimit,
      destinationLimit: projects.destinationLimit,
      loraDeviceLimit: projects.loraDeviceLimit,
      cellularDeviceLimit: projects.cellularDeviceLimit,
      genericDeviceLimit: projects.genericDeviceLimit,
      allowedNetworks: projects.allowedNetworks,
      allowedDeviceTypeIds: projects.allowedDeviceTypeIds,
      measurementWeeks: projects.measurementWeeks,
      usedByNetwork,
      usedDevices: used.devices,
      usedFlows: used.flows,
      usedDestinations: used.destinations,
      createdAt: projects.createdAt,
      modifiedAt: projects.modifiedAt,
    })
    .from(projects)
    .$dynamic();

type Row = RowOf<ReturnType<typeof selectFrom>>;

const definition: TableDefinition<Row> = {
  id: { key: projects.id, type: 'uuid', of: (row) => row.id },
  defaultSort: { field: 'name', desc: false },
  sorts: {
    name: { key: projects.name, type: 'text', of: (row) => row.name },
    createdAt: { key: projects.createdAt, type: 'timestamptz', of: (row) => row.createdAt },
  },
  fields: {
    name: { kind: 'text', sql: projects.name },
    subscription: { kind: 'choice', sql: projects.subscription },
    devices: { kind: 'number', sql: used.devices },
    flows: { kind: 'number', sql: used.flows },
    destinations: { kind: 'number', sql: used.destinations },
    createdAt: { kind: 'date', sql: projects.createdAt },
  },
  search: (q) => anyContains([projects.name, projects.description], q),
};

const projectOf = (row: Row): Project => ({
  id: row.id,
  customerId: row.customerId,
  name: row.name,
  description: row.description,
  subscription: row.subscription,
  limits: { devices: row.deviceLimit, flows: row.flowLimit, destinations: row.destinationLimit },
  used: { devices: row.usedDevices, flows: row.usedFlows, destinations: row.usedDestinations },
  networkLimits: {
    lora: row.loraDeviceLimit,
    cellular: row.cellularDeviceLimit,
    generic: row.genericDeviceLimit,
  },
  usedByNetwork: row.usedByNetwork ?? {},
  allowedNetworks: row.allowedNetworks as Network[] | null,
  allowedDeviceTypeIds: row.allowedDeviceTypeIds,
  measurementWeeks: row.measurementWeeks,
  createdAt: row.createdAt,
  modifiedAt: row.modifiedAt,
});

const own = (scope: TenantScope) => eq(projects.customerId, scope.customerId);

export async function selectProjectPage(
  tx: Tx,
  scope: TenantScope,
  query: TableQuery,
): Promise<TablePage<Project>> {
  return selectTablePage(tx, () => selectFrom(tx), own(scope), definition, query, projectOf);
}

export async function selectProjects(tx: Tx, scope: TenantScope): Promise<Project[]> {
  const rows = await selectFrom(tx).where(own(scope)).orderBy(asc(projects.name), asc(projects.id));
  return rows.map(projectOf);
}

export async function selectProject(tx: Tx, scope: TenantScope, id: string): Promise<Project | null> {
  const [row] = await selectFrom(tx).where(and(own(scope), eq(projects.id, id)));
  return row ? projectOf(row) : null;
}
