import { firmwareExport } from '#server/firmware/export-table.ts';
import { tableExport } from '#server/http/table-export.ts';

export const GET = tableExport(firmwareExport);
