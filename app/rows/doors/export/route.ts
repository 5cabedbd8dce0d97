import { callerExport } from '#server/doors/export-table.ts';
import { tableExport } from '#server/http/table-export.ts';

export const GET = tableExport(callerExport);
