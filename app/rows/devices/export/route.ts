import { deviceExport } from '#server/devices/export-table.ts';
import { tableExport } from '#server/http/table-export.ts';

export const GET = tableExport(deviceExport);
