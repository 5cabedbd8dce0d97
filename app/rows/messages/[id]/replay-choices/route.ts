import { portalReadWith } from '#server/http/table-rows.ts';
import { replayChoices } from '#server/replays/replay-choices.ts';
import { uplinkByIdSchema } from '#server/uplinks/contract.ts';

export const GET = portalReadWith(uplinkByIdSchema, ({ id }: { id: string }) => ({ id }), replayChoices);
