import 'server-only';
import { headers } from 'next/headers';
import type { Actor } from '#server/access/actor.ts';
import { sessionOrRefuse } from '#server/access/current-session.ts';
import { problemOfError } from './problem-of-error.ts';
import { toResponse } from './to-response.ts';

interface Picture {
  mediaType: string;
  sha256: string;
  bytes: Uint8Array;
}

const DAY_SECONDS = 86_400;

/** A door for pictures: shown as what they were found to be and as nothing else, kept by their reader's browser alone. */
export async function portalPicture(
  request: Request,
  run: (actor: Actor) => Promise<Picture>,
): Promise<Response> {
  try {
    const { actor } = await sessionOrRefuse();
    const { mediaType, sha256, bytes } = await run(actor);
    const etag = `"${sha256}"`;
    const shown = {
      etag,
      'cache-control': `private, max-age=${DAY_SECONDS}`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
    };
    if (request.headers.get('if-none-match') === etag)
      return new Response(null, { status: 304, headers: shown });
    return new Response(Uint8Array.from(bytes), { headers: { ...shown, 'content-type': mediaType } });
  } catch (error) {
    const requestId = (await headers()).get('x-request-id') ?? crypto.randomUUID();
    return toResponse(problemOfError(error, { instance: new URL(request.url).pathname, requestId }));
  }
}
