import type { HeldFields } from '#components/ui/data-table/held-rows.ts';
import type { FirmwareCommand, FirmwareVersion } from './contract.ts';

type Counts = FirmwareVersion['counts'];
export const underWay = ({ offered, downloading }: Counts) => offered + downloading;
export const assigned = (counts: Counts) => Object.values(counts).reduce((sum, count) => sum + count, 0);

/** As people write it down. */
export const commandText = ({ port, payloadHex }: FirmwareCommand): string =>
  `FPort ${port} · ${payloadHex.replace(/(..)(?=.)/g, '$1 ')}`;

export const firmwareList: HeldFields<FirmwareVersion> = {
  fields: {
    version: (row) => row.version,
    type: (row) => row.deviceType.name,
    size: (row) => row.file?.size,
    command: (row) => row.command && commandText(row.command),
    devices: (row) => assigned(row.counts),
    installed: (row) => row.counts.installed,
    open: (row) => underWay(row.counts),
    failed: (row) => row.counts.failed,
    file: (row) => row.file?.name,
    notes: (row) => row.notes,
    by: (row) => row.createdBy,
    added: (row) => new Date(row.createdAt),
  },
  search: ['version', 'type', 'file', 'command', 'notes'],
};
