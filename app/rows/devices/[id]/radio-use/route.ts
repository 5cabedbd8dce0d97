import { portalReadWith } from '#server/http/table-rows.ts';
import { radioUseQuerySchema } from '#server/uplinks/radio-use-contract.ts';
import { getRadioUse } from '#server/uplinks/read-radio-use.ts';

export const GET = portalReadWith(
  radioUseQuerySchema,
  ({ id }: { id: string }, query) => ({
    deviceId: id,
    from: query.get('from'),
    to: query.get('to'),
    zone: query.get('zone') ?? undefined,
  }),
  getRadioUse,
);
