import { portalReadWith } from '#server/http/table-rows.ts';
import { getSeries } from '#server/measurements/read-measurements.ts';
import { seriesQuerySchema } from '#server/measurements/series-contract.ts';

export const GET = portalReadWith(
  seriesQuerySchema,
  ({ id }: { id: string }, query) => ({
    deviceId: id,
    from: query.get('from'),
    to: query.get('to'),
    names: query.getAll('name'),
  }),
  getSeries,
);
