import { getBulkTask } from '#server/bulk-tasks/read-tasks.ts';
import { portalReadById } from '#server/http/table-rows.ts';

export const GET = portalReadById(getBulkTask);
