import { portalReadWith } from '#server/http/table-rows.ts';
import { getTrack } from '#server/measurements/read-measurements.ts';
import { trackQuerySchema } from '#server/measurements/series-contract.ts';

export const GET = portalReadWith(
  trackQuerySchema,
  ({ id }: { id: string }, query) => ({ deviceId: id, from: query.get('from'), to: query.get('to') }),
  getTrack,
);
