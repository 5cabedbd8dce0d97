import { tableExport } from '#server/http/table-export.ts';
import { uplinkExport } from '#server/uplinks/export-table.ts';

export const GET = tableExport(uplinkExport);
