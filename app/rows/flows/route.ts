import { listFlowRows } from '#server/flows/list-flow-rows.ts';
import { tableRows } from '#server/http/table-rows.ts';

export const GET = tableRows(listFlowRows);
