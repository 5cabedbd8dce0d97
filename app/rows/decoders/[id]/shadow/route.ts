import { getShadow } from '#server/decoders/start-shadow.ts';
import { portalReadWith } from '#server/http/table-rows.ts';
import { byIdSchema } from '#server/platform/contract.ts';

export const GET = portalReadWith(byIdSchema, ({ id }: { id: string }) => ({ id }), getShadow);
