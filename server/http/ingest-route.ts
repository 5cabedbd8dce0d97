import { serveFirmware } from '#server/firmware/serve-firmware.ts';
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

/** A device's signed download on the portal's origin. */
export async function firmwareRoute(request: Request): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  const headers = Object.fromEntries(request.headers);
  return toResponse(
    await serveFirmware({ method: request.method, path: pathname, query: search.slice(1), headers }),
  );
}
