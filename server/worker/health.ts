import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { PlainAnswer } from '#server/http/problem.ts';
import { readBacklog } from '#server/pipeline/backlog.ts';
import { metrics } from '#server/pipeline/metrics.ts';
import { env } from '#server/platform/env.ts';

export interface HealthSource {
  shards(): number;
  isReady(): boolean;
}

/** A backlog older than this is told, not hidden: messages are stored all the same. */
const LAGGING_SECONDS = 60;
const DATABASE_WAIT_MS = 1_500;

/** /healthz: the process lives. /readyz: it can store and work. /metrics: Prometheus. null: some other address. */
export async function healthAnswer(
  path: string,
  request: IncomingMessage,
  source: HealthSource,
): Promise<PlainAnswer | null> {
  if (path === '/healthz') return json(200, { status: 'ok' });
  if (path === '/readyz') return ready(source);
  if (path !== '/metrics') return null;
  if (!mayReadMetrics(request))
    return json(401, { status: 'unauthorized' }, { 'www-authenticate': 'Bearer' });
  await within(readBacklog());
  return { status: 200, headers: { 'content-type': metrics.contentType }, body: await metrics.metrics() };
}

async function ready(source: HealthSource): Promise<PlainAnswer> {
  const backlog = await within(readBacklog());
  const state = {
    database: backlog !== null,
    worker: source.isReady(),
    shards: source.shards(),
    queueAgeSeconds: backlog?.oldestSeconds ?? null,
    lagging: (backlog?.oldestSeconds ?? 0) > LAGGING_SECONDS,
    workers: backlog?.workers ?? null,
    stream: backlog?.stream ?? null,
  };
  const isReady = state.database && state.worker && (state.stream?.connected ?? true);
  return json(isReady ? 200 : 503, state);
}

async function within<T>(work: Promise<T>): Promise<T | null> {
  const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), DATABASE_WAIT_MS).unref());
  return Promise.race([work.catch(() => null), late]);
}

function mayReadMetrics(request: IncomingMessage): boolean {
  const { METRICS_TOKEN } = env();
  // Behind a proxy everybody comes from loopback: only a direct call does without a token.
  const direct = request.headers['x-forwarded-for'] === undefined && request.headers.forwarded === undefined;
  if (direct && /^(::ffff:)?127\.|^::1$/.test(request.socket.remoteAddress ?? '')) return true;
  if (!METRICS_TOKEN) return false;
  const [given, expected] = [
    Buffer.from(request.headers.authorization ?? ''),
    Buffer.from(`Bearer ${METRICS_TOKEN}`),
  ];
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function json(status: number, body: unknown, headers: Record<string, string> = {}): PlainAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers },
    body: JSON.stringify(body),
  };
}
