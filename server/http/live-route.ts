import 'server-only';
import { sessionOrRefuse } from '#server/access/current-session.ts';
import { liveStream } from '#server/live/live-stream.ts';
import { problemOfError } from './problem-of-error.ts';
import { toResponse } from './to-response.ts';

/** Session first; then a stream that stays open for as long as the session lives. */
export async function answerLive(request: Request): Promise<Response> {
  try {
    const session = await sessionOrRefuse();
    const stream = await liveStream(
      { id: session.id, customerId: session.actor.scope.customerId },
      request.signal,
    );
    return new Response(stream, {
      headers: {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store, no-transform',
        'x-accel-buffering': 'no',
        'x-content-type-options': 'nosniff',
      },
    });
  } catch (error) {
    const requestId = request.headers.get('x-request-id') ?? crypto.randomUUID();
    return toResponse(problemOfError(error, { instance: '/api/live', requestId }));
  }
}
