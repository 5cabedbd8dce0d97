import { createHash, timingSafeEqual } from 'node:crypto';
import { readBacklog } from '#server/pipeline/backlog.ts';
import { collectProcessMetrics, metrics } from '#server/pipeline/metrics.ts';
import { env } from '#server/platform/env.ts';

/** A backlog older than this is told, not hidden: messages are stored all the same. */
const LAGGING_SECONDS = 60;
const DATABASE_WAIT_MS = 1_500;

export function answerHealthz(): Response {
  return json(200, { status: 'ok' });
}

/** Whether the portal can work: the database answers, and some worker holds the shards. */
export async function answerReadyz(): Promise<Response> {
  const backlog = await within(readBacklog());
  const oldest = backlog?.oldestSeconds ?? 0;
  const state = {
    database: backlog !== null,
    worker: (backlog?.leased ?? 0) > 0,
    shards: backlog?.leased ?? 0,
    queueAgeSeconds: backlog?.oldestSeconds ?? null,
    lagging: oldest > LAGGING_SECONDS,
    workers: backlog?.workers ?? null,
    stream: backlog?.stream ?? null,
  };
  const isReady = state.database && state.worker && (state.stream?.connected ?? true);
  return json(isReady ? 200 : 503, state);
}

/** Prometheus text of the web process; the worker tells its own on its port. */
export async function answerMetrics(request: Request): Promise<Response> {
  if (!mayReadMetrics(request))
    return json(401, { status: 'unauthorized' }, { 'www-authenticate': 'Bearer realm="metrics"' });
  collectProcessMetrics();
  await within(readBacklog());
  return new Response(await metrics.metrics(), {
    headers: { 'content-type': metrics.contentType, 'cache-control': 'no-store' },
  });
}

const LOOPBACK = /^(127\.|::1$|::ffff:127\.|localhost$)/;

/**
 * A route handler does not see the socket. Bound to loopback only this machine can call, and what a proxy on it
 * forwards carries the caller's address; in every other case the token is needed.
 */
function mayReadMetrics(request: Request): boolean {
  const { METRICS_TOKEN, HOST } = env();
  const forwarded = (request.headers.get('x-forwarded-for') ?? '').split(',').map((part) => part.trim());
  const direct = forwarded.every((address) => address === '' || LOOPBACK.test(address));
  if (LOOPBACK.test(HOST) && direct && !request.headers.has('forwarded')) return true;
  if (!METRICS_TOKEN) return false;
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(
    digest(request.headers.get('authorization') ?? ''),
    digest(`Bearer ${METRICS_TOKEN}`),
  );
}

async function within<T>(work: Promise<T>): Promise<T | null> {
  const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), DATABASE_WAIT_MS).unref());
  return Promise.race([work.catch(() => null), late]);
}

function json(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return Response.json(body, { status, headers: { 'cache-control': 'no-store', ...headers } });
}
