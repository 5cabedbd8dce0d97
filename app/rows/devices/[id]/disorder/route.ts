import { portalReadById } from '#server/http/table-rows.ts';
import { getDisorder } from '#server/uplinks/read-refusals.ts';

export const GET = portalReadById(getDisorder);
