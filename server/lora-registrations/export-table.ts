import type { ExportTable } from '#server/exports/definition.ts';
import type { LoraRow } from './contract.ts';
import { listLoraDevices } from './read-registrations.ts';

export const loraExport: ExportTable<LoraRow> = {
  name: 'lora',
  operation: 'lora-registrations.read',
  columns: {
    id: (row) => row.id,
    devEui: (row) => row.devEui,
    joinEui: (row) => row.joinEui,
    device: (row) => row.device.name,
    project: (row) => row.project.name,
    status: (row) => row.status,
    connection: (row) => row.connection?.name,
    plan: (row) => row.plan?.name,
    geolocation: (row) => row.plan?.geolocation,
    reason: (row) => row.failure?.reason || row.failure?.code,
    lastMessageAt: (row) => row.lastMessageAt,
    signal: (row) => row.lastSignal,
    spreadingFactor: (row) => row.lastSpreadingFactor,
  },
  list: listLoraDevices,
};
