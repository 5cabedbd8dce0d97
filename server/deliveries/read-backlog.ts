import { type Actor, authorize } from '#server/access/actor.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { selectBacklogHours } from './backlog.sql.ts';
import type { StatisticsQuery, StatisticsWithBacklog } from './log-contract.ts';
import { getDeliveryStatistics } from './read-deliveries.ts';

/** The statistics of a destination with what waited at it, hour by hour. */
export async function readStatisticsWithBacklog(
  actor: Actor,
  query: StatisticsQuery,
): Promise<StatisticsWithBacklog> {
  const statistics = await getDeliveryStatistics(actor, query);
  const scope = authorize(actor, 'deliveries.read');
  const backlogHours = await tenantTransaction(scope, (tx) => selectBacklogHours(tx, scope, query));
  return { ...statistics, backlogHours };
}
