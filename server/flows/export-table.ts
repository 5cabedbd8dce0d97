import type { ExportTable } from '#server/exports/definition.ts';
import type { FlowListItem } from './contract.ts';
import { listFlows } from './read-flows.ts';

export const flowExport: ExportTable<FlowListItem> = {
  name: 'flows',
  operation: 'flows.read',
  columns: {
    id: (row) => row.id,
    name: (row) => row.name,
    description: (row) => row.description,
    project: (row) => row.project.name,
    attention: (row) => row.warnings.map(({ code }) => code),
    devices: (row) => row.deviceCount,
    destinations: (row) => row.destinationCount,
    createdAt: (row) => row.createdAt,
    modifiedAt: (row) => row.modifiedAt,
    day: 'drawn',
    lastHour: 'drawn',
  },
  list: listFlows,
};
