import { portalReadWith } from '#server/http/table-rows.ts';
import { countOld, oldQuerySchema } from '#server/measurements/count-old.ts';

export const GET = portalReadWith(
  oldQuerySchema,
  (_: object, query) => ({ projectId: query.get('project'), weeks: query.get('weeks') }),
  countOld,
);
