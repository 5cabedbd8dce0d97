import type { HeldFields } from '#components/ui/data-table/held-rows.ts';
import type { FirmwareVersion } from './contract.ts';

type Counts = FirmwareVersion['counts'];
export const underWay = ({ offered, downloading }: Counts) => offered + downloading;
export const assigned = (counts: Counts) => Object.values(counts).reduce((sum, count) => sum + count, 0);

export const firmwareList: HeldFields<FirmwareVersion> = {
  fields: {
    version: (row) => row.version,
    type: (row) => row.deviceType.name,
    size: (row) => row.size,
    devices: (row) => assigned(row.counts),
    installed: (row) => row.counts.installed,
    open: (row) => underWay(row.counts),
    failed: (row) => row.counts.failed,
    file: (row) => row.fileName,
    notes: (row) => row.notes,
    by: (row) => row.createdBy,
    added: (row) => new Date(row.createdAt),
  },
  search: ['version', 'type', 'file', 'notes'],
};
