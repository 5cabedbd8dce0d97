import { getPicture } from '#server/device-types/set-picture.ts';
import { parseInput } from '#server/http/parse-input.ts';
import { portalPicture } from '#server/http/portal-picture.ts';
import { byIdSchema } from '#server/platform/contract.ts';

export const GET = (request: Request, { params }: { params: Promise<{ id: string }> }) =>
  portalPicture(request, async (actor) => getPicture(actor, parseInput(byIdSchema, await params)));
