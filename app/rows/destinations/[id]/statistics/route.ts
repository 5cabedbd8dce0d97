import { statisticsQuerySchema } from '#server/deliveries/log-contract.ts';
import { readStatisticsWithBacklog } from '#server/deliveries/read-backlog.ts';
import { portalReadWith } from '#server/http/table-rows.ts';

export const GET = portalReadWith(
  statisticsQuerySchema,
  ({ id }: { id: string }, query) => ({ destinationId: id, hours: Number(query.get('hours') ?? 24) }),
  readStatisticsWithBacklog,
);
