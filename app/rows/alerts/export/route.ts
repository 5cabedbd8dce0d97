import { alertExport } from '#server/alerts/export-table.ts';
import { tableExport } from '#server/http/table-export.ts';

export const GET = tableExport(alertExport);
