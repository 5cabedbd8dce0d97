import { listBulkRows } from '#server/bulk-tasks/read-tasks.ts';
import { tableRowsOf } from '#server/http/table-rows.ts';

export const GET = tableRowsOf(listBulkRows);
