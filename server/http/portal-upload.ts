import 'server-only';
import { headers } from 'next/headers';
import type { z } from 'zod';
import type { Actor } from '#server/access/actor.ts';
import { sessionOrRefuse } from '#server/access/current-session.ts';
import { DomainError } from '#server/platform/errors.ts';
import { requireSameOrigin } from './action.ts';
import { parseInput } from './parse-input.ts';
import { problemOfError } from './problem-of-error.ts';
import { readUpTo } from './read-body.ts';
import { toResponse } from './to-response.ts';

/** A door for files from our own pages: the file is the body, what belongs to it stands in the address. */
export function portalUpload<S extends z.ZodType, T>(
  schema: S,
  limit: number,
  run: (actor: Actor, input: z.output<S> & { bytes: Uint8Array }) => Promise<T>,
): (request: Request) => Promise<Response> {
  return async (request) => {
    const url = new URL(request.url);
    try {
      await requireSameOrigin();
      const { actor } = await sessionOrRefuse();
      const input = parseInput(schema, Object.fromEntries(url.searchParams));
      const bytes = await readUpTo(request, limit);
      if (bytes === null)
        throw new DomainError('http.file-too-large', 'too-large', { megabytes: limit / 1024 / 1024 });
      return Response.json(
        await run(actor, { ...(input as object), bytes } as z.output<S> & { bytes: Uint8Array }),
        {
          headers: { 'cache-control': 'no-store' },
        },
      );
    } catch (error) {
      const requestId = (await headers()).get('x-request-id') ?? crypto.randomUUID();
      return toResponse(problemOfError(error, { instance: url.pathname, requestId }));
    }
  };
}
