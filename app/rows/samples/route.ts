import { portalReadWith } from '#server/http/table-rows.ts';
import { samplesQuerySchema } from '#server/uplinks/contract.ts';
import { listSamples } from '#server/uplinks/read-samples.ts';

export const GET = portalReadWith(
  samplesQuerySchema,
  (_path: object, query) => ({
    deviceTypeIds: query.getAll('type'),
    deviceId: query.get('device') ?? undefined,
    fPort: query.get('port') ?? undefined,
    decoderId: query.get('decoder') ?? undefined,
    failed: query.get('failed') ?? undefined,
  }),
  listSamples,
);
