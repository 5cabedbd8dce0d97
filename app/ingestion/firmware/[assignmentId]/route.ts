import { firmwareRoute as answer } from '#server/http/ingest-route.ts';

export const dynamic = 'force-dynamic';

/** Every method: what neither GET nor HEAD gets the door's own refusal. */
export {
  answer as DELETE,
  answer as GET,
  answer as HEAD,
  answer as OPTIONS,
  answer as PATCH,
  answer as POST,
  answer as PUT,
};
