import { ingestRoute } from '#server/http/ingest-route.ts';
import { BODY_LIMITS } from '#server/pipeline/accept/contract.ts';

export const dynamic = 'force-dynamic';
export const POST = ingestRoute(BODY_LIMITS.networkServer);
