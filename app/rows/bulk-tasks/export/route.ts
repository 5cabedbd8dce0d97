import { bulkTaskExport } from '#server/bulk-tasks/export-table.ts';
import { tableExport } from '#server/http/table-export.ts';

export const GET = tableExport(bulkTaskExport);
