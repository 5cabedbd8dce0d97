import 'server-only';
import { headers } from 'next/headers';
import type { Actor } from '#server/access/actor.ts';
import { sessionOrRefuse } from '#server/access/current-session.ts';
import { requireSameOrigin } from './action.ts';
import { problemOfError } from './problem-of-error.ts';
import { toResponse } from './to-response.ts';

interface CsvFile {
  name: string;
  parts: AsyncIterable<string>;
}

/**
 * A door for files that are made while they are read. `once`: reading it changes something, so it is asked for by a form
 * of ours and by nothing else.
 */
export async function csvDownload(
  request: Request,
  run: (actor: Actor) => Promise<CsvFile>,
  { once = false }: { once?: boolean } = {},
): Promise<Response> {
  try {
    if (once) await requireSameOrigin();
    const { actor } = await sessionOrRefuse();
    const { name, parts } = await run(actor);
    return new Response(streamOf(parts), {
      headers: {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': `attachment; filename="${name.replace(/[^\w.-]/g, '_')}"`,
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      },
    });
  } catch (error) {
    const requestId = (await headers()).get('x-request-id') ?? crypto.randomUUID();
    return toResponse(problemOfError(error, { instance: new URL(request.url).pathname, requestId }));
  }
}

/** Whoever stops reading ends the making: it may have something to put back. */
function streamOf(parts: AsyncIterable<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const iterator = parts[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await iterator.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await iterator.return?.();
    },
  });
}
