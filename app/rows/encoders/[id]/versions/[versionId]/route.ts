import { portalReadWith } from '#server/http/table-rows.ts';
import { versionSchema } from '#server/scripts/contract.ts';
import { getVersion } from '#server/scripts/read-scripts.ts';

export const GET = portalReadWith(
  versionSchema,
  ({ id, versionId }: { id: string; versionId: string }) => ({ owner: { kind: 'encoder', id }, versionId }),
  getVersion,
);
