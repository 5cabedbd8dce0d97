import { listFlows } from '#server/flows/read-flows.ts';
import { tableRows } from '#server/http/table-rows.ts';

export const GET = tableRows(listFlows);
