import { portalReadWith } from '#server/http/table-rows.ts';
import { ownerSchema } from '#server/scripts/contract.ts';
import { listTests } from '#server/scripts/read-scripts.ts';

export const GET = portalReadWith(
  ownerSchema,
  ({ id }: { id: string }) => ({ kind: 'encoder', id }),
  listTests,
);
