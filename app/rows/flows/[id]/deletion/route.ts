import { readFlowDeletion } from '#server/flows/read-flows.ts';
import { portalReadById } from '#server/http/table-rows.ts';

export const GET = portalReadById(readFlowDeletion);
