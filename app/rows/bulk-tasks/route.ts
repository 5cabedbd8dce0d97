import { listBulkTasks } from '#server/bulk-tasks/read-tasks.ts';
import { tableRows } from '#server/http/table-rows.ts';

export const GET = tableRows(listBulkTasks);
