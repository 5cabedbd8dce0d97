import type { ExportTable } from '#server/exports/definition.ts';
import type { Downlink } from './contract.ts';
import { listDeviceDownlinks } from './read-downlinks.ts';

/** What one device was sent. */
export const downlinkExport: ExportTable<Downlink> = {
  name: 'downlinks',
  operation: 'downlinks.read',
  columns: {
    id: (row) => row.id,
    instruction: ({ method }) =>
      method.type === 'lora' ? method.payloadHex : JSON.stringify(method.records),
    port: ({ method }) => (method.type === 'lora' ? method.port : null),
    state: (row) => row.state,
    reason: (row) => row.reason,
    detail: (row) => row.detail,
    createdAt: (row) => row.createdAt,
    createdBy: (row) => row.createdBy,
    sentAt: (row) => row.sentAt,
    endedAt: (row) => row.endedAt,
    tries: (row) => row.tries,
    dryRun: (row) => row.dryRun,
    externalReference: (row) => row.externalReference,
    actions: 'drawn',
  },
  list: (actor, query, id) => listDeviceDownlinks(actor, { id, query }),
};
