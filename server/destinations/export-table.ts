import type { ExportTable } from '#server/exports/definition.ts';
import type { DestinationListItem } from './contract.ts';
import { listDestinations } from './read-destinations.ts';

export const destinationExport: ExportTable<DestinationListItem> = {
  name: 'destinations',
  operation: 'destinations.read',
  columns: {
    id: (row) => row.id,
    name: (row) => row.name,
    description: (row) => row.description,
    kind: (row) => row.kind,
    status: (row) => row.status,
    flows: (row) => row.flows.map(({ name }) => name),
    /** Deliveries of the last 24 hours, in per cent. */
    success: ({ delivered24h, failed24h }) =>
      delivered24h + failed24h === 0 ? null : (delivered24h / (delivered24h + failed24h)) * 100,
    delivered: (row) => row.delivered24h,
    failed: (row) => row.failed24h,
    backlog: (row) => row.backlog,
    lastError: (row) => row.lastError,
    failingSince: (row) => row.failingSince,
    createdAt: (row) => row.createdAt,
    modifiedAt: (row) => row.modifiedAt,
    day: 'drawn',
  },
  list: listDestinations,
};
