import { flowExport } from '#server/flows/export-table.ts';
import { tableExport } from '#server/http/table-export.ts';

export const GET = tableExport(flowExport);
