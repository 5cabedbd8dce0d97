import { getDecoderVersion } from '#server/decoders/read-decoders.ts';
import { versionQuerySchema } from '#server/decoders/script-contract.ts';
import { portalReadWith } from '#server/http/table-rows.ts';

export const GET = portalReadWith(
  versionQuerySchema,
  ({ id, versionId }: { id: string; versionId: string }) => ({ decoderId: id, versionId }),
  getDecoderVersion,
);
