import type { ExportTable } from '#server/exports/definition.ts';
import { heldExport } from '#server/exports/held-export.ts';
import type { FirmwareAssignment } from './contract.ts';
import { firmwareList } from './list-rules.ts';
import { listFirmware, listFirmwareAssignments } from './read-firmware.ts';

export const firmwareExport = heldExport({
  name: 'firmware',
  operation: 'firmware.read',
  held: firmwareList,
  columns: { id: (row) => row.id, sha256: (row) => row.file?.sha256 },
  read: listFirmware,
});

/** Devices that were given one version. */
export const assignmentExport: ExportTable<FirmwareAssignment> = {
  name: 'firmware-devices',
  operation: 'firmware.read',
  columns: {
    id: (row) => row.id,
    device: (row) => row.device.name,
    identifier: (row) => row.device.identifier,
    status: (row) => row.status,
    reason: (row) => row.reason,
    detail: (row) => row.downlink?.detail,
    statusAt: (row) => row.statusAt,
    reported: (row) => row.reported,
    fetchedBytes: (row) => (row.downlink ? null : row.fetchedBytes),
    expiresAt: (row) => row.expiresAt,
    createdAt: (row) => row.createdAt,
    by: (row) => row.createdBy,
  },
  list: (actor, query, id) => listFirmwareAssignments(actor, { id, query }),
};
