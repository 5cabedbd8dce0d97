import { portalReadWith } from '#server/http/table-rows.ts';
import { simUsageSchema } from '#server/sims/contract.ts';
import { getSimUsage } from '#server/sims/read-sims.ts';

export const GET = portalReadWith(
  simUsageSchema,
  ({ id }: { id: string }, query) => ({ id, days: query.get('days') ?? undefined }),
  getSimUsage,
);
