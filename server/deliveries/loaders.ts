import 'server-only';
import { z } from 'zod';
import type { TableQuery } from '#components/ui/data-table/table-query.ts';
import { loadWith } from '#server/http/load.ts';
import { idSchema } from '#server/platform/contract.ts';
import { statisticsQuerySchema } from './log-contract.ts';
import { readStatisticsWithBacklog } from './read-backlog.ts';
import { listDeliveries } from './read-deliveries.ts';

/** Of one destination, or (without) of all. */
export const loadDeliveries = (query: TableQuery, destinationId?: string) =>
  loadWith(
    z.strictObject({ destinationId: idSchema.optional() }),
    destinationId ? { destinationId } : {},
    (actor, input) => listDeliveries(actor, { query, ...input }),
  );

export const loadDeliveryStatistics = (destinationId: string, hours = 24) =>
  loadWith(statisticsQuerySchema, { destinationId, hours }, readStatisticsWithBacklog);
