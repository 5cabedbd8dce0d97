import { deviceHistoryExport } from '#server/devices/export-table.ts';
import { tableExport } from '#server/http/table-export.ts';

export const GET = tableExport(deviceHistoryExport);
