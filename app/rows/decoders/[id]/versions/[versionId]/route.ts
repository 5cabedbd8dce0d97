import { getDecoderVersion } from '#server/decoders/read-decoders.ts';
import { versionPublishSchema } from '#server/decoders/script-contract.ts';
import { portalReadWith } from '#server/http/table-rows.ts';

export const GET = portalReadWith(
  versionPublishSchema,
  ({ id, versionId }: { id: string; versionId: string }) => ({ decoderId: id, versionId }),
  getDecoderVersion,
);
