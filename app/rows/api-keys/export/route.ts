import { keyExport } from '#server/api-keys/export-table.ts';
import { tableExport } from '#server/http/table-export.ts';

export const GET = tableExport(keyExport);
