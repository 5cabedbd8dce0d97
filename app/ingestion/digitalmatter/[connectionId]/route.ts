import { ingestRoute } from '#server/http/ingest-route.ts';
import { BODY_LIMITS } from '#server/pipeline/accept/contract.ts';

export const dynamic = 'force-dynamic';

const answer = ingestRoute(BODY_LIMITS.networkServer);

/** Every method: what is not POST gets the ingestion's own refusal. */
export {
  answer as DELETE,
  answer as GET,
  answer as HEAD,
  answer as OPTIONS,
  answer as PATCH,
  answer as POST,
  answer as PUT,
};
