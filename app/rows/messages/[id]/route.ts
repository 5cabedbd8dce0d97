import { portalReadWith } from '#server/http/table-rows.ts';
import { uplinkByIdSchema } from '#server/uplinks/contract.ts';
import { getUplink } from '#server/uplinks/read-uplinks.ts';

export const GET = portalReadWith(uplinkByIdSchema, ({ id }: { id: string }) => ({ id }), getUplink);
