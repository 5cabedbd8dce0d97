import type { AuditItem } from '#server/audit/contract.ts';
import { auditColumns } from '#server/audit/export-table.ts';
import type { ExportTable } from '#server/exports/definition.ts';
import type { DeviceListItem } from './contract.ts';
import { listDeviceHistory } from './list-history.ts';
import { listDevices } from './read-devices.ts';
import { TWIN } from './twin-columns.sql.ts';

export const deviceExport: ExportTable<DeviceListItem> = {
  name: 'devices',
  operation: 'devices.read',
  columns: {
    id: (row) => row.id,
    name: (row) => row.name,
    identifier: (row) => row.identifiers.map(({ identifier }) => identifier),
    barcode: (row) => row.barcode,
    type: (row) => row.deviceType.name,
    project: (row) => row.project.name,
    flows: (row) => row.flows.map(({ name }) => name),
    tags: (row) => row.tags,
    status: (row) => row.status,
    processing: (row) => row.processing,
    connectivity: ({ connectivity }) =>
      connectivity.map(({ network, state }) => (connectivity.length > 1 ? `${network}: ${state}` : state)),
    activity: (row) => row.activity,
    lastMessageAt: (row) => row.lastMessageAt,
    signal: (row) => row.lastSignal,
    spreadingFactor: (row) => row.lastSpreadingFactor,
    latitude: (row) => row.location?.latitude,
    longitude: (row) => row.location?.longitude,
    altitude: (row) => row.location?.altitude,
    createdAt: (row) => row.createdAt,
    modifiedAt: (row) => row.modifiedAt,
    day: 'drawn',
  },
  brought: (column) => {
    if (!column.startsWith(TWIN)) return undefined;
    const name = column.slice(TWIN.length);
    return (row) => (row.twin && Object.hasOwn(row.twin, name) ? row.twin[name]?.value : null);
  },
  list: listDevices,
};

/** What was done to one of them. */
export const deviceHistoryExport: ExportTable<AuditItem> = {
  name: 'device-history',
  operation: 'devices.read',
  columns: auditColumns,
  list: (actor, query, id) => listDeviceHistory(actor, { id, query }),
};
