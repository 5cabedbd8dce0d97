import { accept, acceptTooLarge } from '#server/pipeline/accept/portal-acceptor.ts';
import { readUpTo } from './read-body.ts';
import { toResponse } from './to-response.ts';

/** The ingestion's function behind a route handler of the portal. */
export function ingestRoute(bodyLimit: number): (request: Request) => Promise<Response> {
  return async (request) => {
    const { pathname, search } = new URL(request.url);
    const body = await readUpTo(request, bodyLimit);
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
