import { twinNamesSchema } from '#server/devices/contract.ts';
import { listTags } from '#server/devices/read-devices.ts';
import { portalReadWith } from '#server/http/table-rows.ts';

export const GET = portalReadWith(
  twinNamesSchema,
  (_path, query) => ({ q: query.get('q') ?? undefined }),
  listTags,
);
