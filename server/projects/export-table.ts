import type { ExportTable } from '#server/exports/definition.ts';
import type { Project } from './contract.ts';
import { listProjectRows } from './read-projects.ts';

export const projectExport: ExportTable<Project> = {
  name: 'projects',
  operation: 'projects.read',
  columns: {
    id: (row) => row.id,
    name: (row) => row.name,
    description: (row) => row.description,
    subscription: (row) => row.subscription,
    devices: (row) => row.used.devices,
    flows: (row) => row.used.flows,
    destinations: (row) => row.used.destinations,
    deviceLimit: (row) => row.limits.devices,
    flowLimit: (row) => row.limits.flows,
    destinationLimit: (row) => row.limits.destinations,
    measurementWeeks: (row) => row.measurementWeeks,
    createdAt: (row) => row.createdAt,
    modifiedAt: (row) => row.modifiedAt,
  },
  list: listProjectRows,
};
