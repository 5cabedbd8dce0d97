import { portalReadWith } from '#server/http/table-rows.ts';
import { listNames } from '#server/measurements/read-measurements.ts';
import { namesQuerySchema } from '#server/measurements/series-contract.ts';

export const GET = portalReadWith(
  namesQuerySchema,
  ({ id }: { id: string }, query) => ({ deviceId: id, from: query.get('from'), to: query.get('to') }),
  listNames,
);
