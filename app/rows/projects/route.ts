import { tableRows } from '#server/http/table-rows.ts';
import { listProjectRows } from '#server/projects/read-projects.ts';

export const GET = tableRows(listProjectRows);
