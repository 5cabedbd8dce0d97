import { tableExport } from '#server/http/table-export.ts';
import { simExport } from '#server/sims/export-table.ts';

export const GET = tableExport(simExport);
