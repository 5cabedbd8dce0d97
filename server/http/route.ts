import { RateLimiterMemory } from 'rate-limiter-flexible';
import { z } from 'zod';
import { type Actor, authorize } from '#server/access/actor.ts';
import { actorOfToken } from '#server/access/token.ts';
import type { Page } from '#server/platform/contract.ts';
import { DomainError } from '#server/platform/errors.ts';
import { consume } from '#server/platform/rate-limit.ts';
import type { ApiOperation, ApiReply } from './api-operation.ts';
import { CLIENT_ADDRESS_HEADER } from './client-address.ts';
import { isKnownTo, strongTagsOf } from './entity-tags.ts';
import { findOperation, noSuchPath } from './find-operation.ts';
import { parseInput } from './parse-input.ts';
import { problem } from './problem.ts';
import { problemOfError } from './problem-of-error.ts';
import { readJson } from './read-body.ts';
import { checkSecurityContext } from './security-context.ts';
import { toResponse } from './to-response.ts';

/** Of one key. */
const REQUESTS_PER_MINUTE = 600;
const limiter = new RateLimiterMemory({ points: REQUESTS_PER_MINUTE, duration: 60 });

export const API_HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'same-origin',
};

/** The one wrapper of the REST API: who, may they, parse, one use case, answer. */
export async function answerApi(request: Request): Promise<Response> {
  const url = new URL(request.url);
  const requestId = request.headers.get('x-request-id')?.slice(0, 100) ?? crypto.randomUUID();
  const headers: Record<string, string> = { ...API_HEADERS, 'x-request-id': requestId };
  try {
    const { operation, params, allow } = findOperation(request.method, url.pathname);
    if (!operation) return methodNotAllowed(url.pathname, requestId, { ...headers, allow });
    const actor = await bearer(request);
    Object.assign(headers, await limit(actor));
    checkSecurityContext(actor, request.headers);
    authorize(actor, operation.operation);
    const reply = await operation.run(actor, await inputOf(operation, request, url, params));
    return answer(operation, reply, url, request, headers);
  } catch (error) {
    return toResponse(problemOfError(error, { instance: url.pathname, requestId, headers }));
  }
}

async function bearer(request: Request): Promise<Actor> {
  const token = /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
  const actor = token ? await actorOfToken(token, request.headers.get(CLIENT_ADDRESS_HEADER)) : null;
  if (!actor) throw new DomainError('access.no-token', 'unauthenticated');
  return actor;
}

async function limit(actor: Actor): Promise<Record<string, string>> {
  const { remainingPoints, msBeforeNext } = await consume(limiter, actor.id, 'http.too-many-requests');
  return {
    'ratelimit-limit': String(REQUESTS_PER_MINUTE),
    'ratelimit-remaining': String(remainingPoints),
    'ratelimit-reset': String(Math.ceil(msBeforeNext / 1000)),
  };
}

const NO_PARAMETERS = z.strictObject({});

async function inputOf(
  operation: ApiOperation,
  request: Request,
  url: URL,
  params: Record<string, string>,
): Promise<{ params: unknown; query: unknown; body: unknown; basedOn: string[] | undefined }> {
  return {
    params: operation.params ? pathOf(operation, params) : undefined,
    query: parseInput(operation.query ?? NO_PARAMETERS, queryOf(url.searchParams)),
    body: operation.body ? parseInput(operation.body, await readJson(request)) : undefined,
    basedOn: strongTagsOf(request.headers.get('if-match')),
  };
}

/** What is no id was never there. */
function pathOf(operation: ApiOperation, params: Record<string, string>): unknown {
  const parsed = operation.params?.safeParse(params);
  if (!parsed?.success) throw noSuchPath();
  return parsed.data;
}

function queryOf(search: URLSearchParams): Record<string, string | string[]> {
  const query: Record<string, string | string[]> = Object.create(null);
  for (const name of new Set(search.keys())) {
    const values = search.getAll(name);
    query[name] = values.length > 1 ? values : (values[0] as string);
  }
  return { ...query };
}

function answer(
  operation: ApiOperation,
  reply: ApiReply,
  url: URL,
  request: Request,
  headers: Record<string, string>,
): Response {
  const all = { ...headers, ...reply.headers };
  const etag = reply.headers?.etag;
  if (etag && operation.method === 'GET' && isKnownTo(request.headers.get('if-none-match'), etag))
    return new Response(null, { status: 304, headers: all });
  if (operation.status === 204) return new Response(null, { status: 204, headers: all });
  const body = JSON.stringify('page' in reply ? withLinks(reply.page, url) : reply.body);
  return new Response(body, {
    status: reply.status ?? operation.status,
    headers: { ...all, 'content-type': 'application/json; charset=utf-8' },
  });
}

/** Cursors become links: the same address and query, another page. */
function withLinks({ items, next, prev }: Page<unknown>, url: URL): Page<unknown> {
  const link = (cursor: string | null) => {
    if (cursor === null) return null;
    const query = new URLSearchParams(url.searchParams);
    query.set('cursor', cursor);
    return `${url.pathname}?${query}`;
  };
  return { items, next: link(next), prev: link(prev) };
}

/** No kind of refusal in the core is about methods: this belongs to the edge alone. */
function methodNotAllowed(instance: string, requestId: string, headers: Record<string, string>): Response {
  const code = 'http.method-not-allowed';
  return toResponse(
    problem({ status: 405, code, title: 'Method Not Allowed', instance, requestId, headers }),
  );
}
