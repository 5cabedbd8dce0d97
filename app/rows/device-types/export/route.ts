import { typeExport } from '#server/device-types/export-table.ts';
import { tableExport } from '#server/http/table-export.ts';

export const GET = tableExport(typeExport);
