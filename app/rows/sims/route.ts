import { tableRows } from '#server/http/table-rows.ts';
import { listSims } from '#server/sims/read-sims.ts';

export const GET = tableRows(listSims);
