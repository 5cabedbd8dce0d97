import { diagnoseFlow } from '#server/diagnosis/diagnose-flows.ts';
import { portalReadById } from '#server/http/table-rows.ts';

export const GET = portalReadById((actor, input) => diagnoseFlow(actor, input));
