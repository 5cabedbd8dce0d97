import type { ExportTable } from '#server/exports/definition.ts';
import type { SimListItem } from './contract.ts';
import { listSims } from './read-sims.ts';

export const simExport: ExportTable<SimListItem> = {
  name: 'sims',
  operation: 'sims.read',
  columns: {
    id: (row) => row.id,
    iccid: (row) => row.iccid,
    msisdn: (row) => row.msisdn,
    imei: (row) => row.imei,
    device: (row) => row.device?.name,
    account: (row) => row.account?.name,
    status: (row) => row.status,
    communicationPlan: (row) => row.communicationPlan,
    ratePlan: (row) => row.ratePlan,
    apns: (row) => row.apns,
    lastMessageAt: (row) => row.lastMessageAt,
    cycleBytes: (row) => row.cycleBytes,
    activatedAt: (row) => row.activatedAt,
    syncedAt: (row) => row.syncedAt,
    createdAt: (row) => row.createdAt,
  },
  list: listSims,
};
