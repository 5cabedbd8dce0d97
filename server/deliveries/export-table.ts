import type { ExportTable } from '#server/exports/definition.ts';
import type { DeliveryLogItem } from './log-contract.ts';
import { listDeliveries } from './read-deliveries.ts';

/** Of one destination. */
export const deliveryExport: ExportTable<DeliveryLogItem> = {
  name: 'deliveries',
  operation: 'deliveries.read',
  columns: {
    id: (row) => row.id,
    at: (row) => row.finishedAt ?? row.nextAt,
    state: (row) => row.state,
    destination: (row) => row.destination.name,
    device: (row) => row.device.name,
    identifier: (row) => row.device.identifier,
    flow: (row) => row.flow.name,
    statusCode: (row) => row.statusCode,
    attempts: (row) => row.attempts,
    durationMs: (row) => row.durationMs,
    error: (row) => row.error,
    receivedAt: (row) => row.receivedAt,
    uplinkId: (row) => row.uplinkId,
    replayOf: (row) => row.replayOf,
    replay: 'drawn',
  },
  list: (actor, query, destinationId) => listDeliveries(actor, { query, destinationId }),
};
