import { portalReadWith } from '#server/http/table-rows.ts';
import { freeSimsSchema } from '#server/sims/contract.ts';
import { listFreeSims } from '#server/sims/list-free-sims.ts';

export const GET = portalReadWith(
  freeSimsSchema,
  (_path, query) => ({ q: query.get('q') ?? undefined, limit: query.get('limit') ?? undefined }),
  listFreeSims,
);
