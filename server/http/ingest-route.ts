import { accept, acceptTooLarge } from '#server/pipeline/accept/portal-acceptor.ts';
import type { PlainAnswer } from './problem.ts';

/** The ingestion's function behind a route handler of the portal. */
export function ingestRoute(bodyLimit: number): (request: Request) => Promise<Response> {
  return async (request) => {
    const { pathname, search } = new URL(request.url);
    const body = await readCapped(request, bodyLimit);
    if (body === null) return toResponse(await acceptTooLarge(pathname));
    const answer = await accept({
      method: request.method,
      path: pathname,
      query: search.slice(1),
      headers: Object.fromEntries(request.headers),
      body,
      address: '',
    });
    return toResponse(answer);
  };
}

function toResponse({ status, headers, body }: PlainAnswer): Response {
  return new Response(body, { status, headers });
}

/** null when there is more than the limit; the rest is not read. */
async function readCapped(request: Request, limit: number): Promise<Uint8Array | null> {
  if (Number(request.headers.get('content-length') ?? 0) > limit) return null;
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body ?? []) {
    length += chunk.length;
    if (length > limit) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
