import { RateLimiterMemory } from 'rate-limiter-flexible';
import { type Actor, authorize } from '#server/access/actor.ts';
import { actorOfToken } from '#server/access/token.ts';
import { DomainError } from '#server/platform/errors.ts';
import { consume } from '#server/platform/rate-limit.ts';
import type { ApiOperation, ApiReply } from './api-operation.ts';
import { apiOperations } from './api-operations.ts';
import { CLIENT_ADDRESS_HEADER } from './client-address.ts';
import { issuesToFields } from './issues-to-fields.ts';
import type { PlainAnswer } from './problem.ts';
import { problemOfError } from './problem-of-error.ts';
import { readJson } from './read-body.ts';
import { checkSecurityContext } from './security-context.ts';
import { toResponse } from './to-response.ts';

/** Of one key in one web process (see `consume`). */
const REQUESTS_PER_MINUTE = 600;
const limiter = new RateLimiterMemory({ points: REQUESTS_PER_MINUTE, duration: 60 });

export const API_HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'same-origin',
};

interface Route {
  pattern: RegExp;
  path: string;
  operations: ApiOperation[];
}

const routes: Route[] = [];
for (const operation of apiOperations) {
  let route = routes.find((one) => one.path === operation.path);
  if (!route) {
    const pattern = new RegExp(`^/api${operation.path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}/?$`);
    route = { path: operation.path, pattern, operations: [] };
    routes.push(route);
  }
  route.operations.push(operation);
}

/** The one wrapper of the REST API: who, may they, parse, one use case, answer. */
export async function answerApi(request: Request): Promise<Response> {
  const url = new URL(request.url);
  const requestId = request.headers.get('x-request-id')?.slice(0, 100) ?? crypto.randomUUID();
  const headers: Record<string, string> = { ...API_HEADERS, 'x-request-id': requestId };
  try {
    const { operation, params } = find(request.method, url.pathname, headers);
    const actor = await bearer(request);
    Object.assign(headers, await limit(actor));
    checkSecurityContext(actor, request.headers);
    authorize(actor, operation.operation);
    const reply = await operation.run(actor, await inputOf(operation, request, url, params));
    return answer(operation, reply, url, request, headers);
  } catch (error) {
    const problem = problemOfError(error, { instance: url.pathname, requestId, headers });
    return toResponse(error instanceof MethodNotAllowed ? asMethodNotAllowed(problem) : problem);
  }
}

function find(method: string, path: string, headers: Record<string, string>) {
  for (const route of routes) {
    const match = route.pattern.exec(path);
    if (!match) continue;
    const operation = route.operations.find((one) => one.method === method);
    if (operation) return { operation, params: decoded(match.groups ?? {}) };
    headers.allow = route.operations.map((one) => one.method).join(', ');
    throw new MethodNotAllowed();
  }
  throw new DomainError('http.no-such-path', 'not-found');
}

function decoded(groups: Record<string, string>): Record<string, string> {
  try {
    return Object.fromEntries(Object.entries(groups).map(([name, text]) => [name, decodeURIComponent(text)]));
  } catch {
    throw new DomainError('http.no-such-path', 'not-found');
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

async function inputOf(
  operation: ApiOperation,
  request: Request,
  url: URL,
  params: Record<string, string>,
): Promise<{ params: unknown; query: unknown; body: unknown }> {
  return {
    params: operation.params ? pathOf(operation, params) : undefined,
    query: parse(operation.query, queryOf(url.searchParams), 'query'),
    body: operation.body ? parse(operation.body, await readJson(request), 'body') : undefined,
  };
}

/** What is no id was never there. */
function pathOf(operation: ApiOperation, params: Record<string, string>): unknown {
  const parsed = operation.params?.safeParse(params);
  if (!parsed?.success) throw new DomainError('http.no-such-path', 'not-found');
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

function parse(schema: ApiOperation['query'], value: unknown, part: string): unknown {
  if (!schema) {
    if (Object.keys(value as object).length === 0) return undefined;
    throw new DomainError('input.invalid', 'invalid', {}, [{ path: part, message: 'takes no parameters' }]);
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new DomainError('input.invalid', 'invalid', {}, issuesToFields(parsed.error));
  return parsed.data;
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
  if (etag && request.headers.get('if-none-match') === etag)
    return new Response(null, { status: 304, headers: all });
  if (operation.status === 204) return new Response(null, { status: 204, headers: all });
  const body = JSON.stringify(isPage(reply.body) ? withLinks(reply.body, url) : reply.body);
  return new Response(body, {
    status: operation.status,
    headers: { ...all, 'content-type': 'application/json; charset=utf-8' },
  });
}

interface CursorPage {
  items: unknown[];
  next: string | null;
  prev: string | null;
}

const isPage = (body: unknown): body is CursorPage =>
  typeof body === 'object' && body !== null && 'items' in body && 'next' in body && 'prev' in body;

/** Cursors become links: the same address and query, another page. */
function withLinks({ items, next, prev }: CursorPage, url: URL): CursorPage {
  const link = (cursor: string | null) => {
    if (cursor === null) return null;
    const query = new URLSearchParams(url.searchParams);
    query.set('cursor', cursor);
    return `${url.pathname}?${query}`;
  };
  return { items, next: link(next), prev: link(prev) };
}

/** No kind of refusal in the core is about methods: this belongs to the edge alone. */
class MethodNotAllowed extends DomainError {
  constructor() {
    super('http.method-not-allowed', 'invalid');
  }
}

function asMethodNotAllowed(answer: PlainAnswer): PlainAnswer {
  const body = { ...JSON.parse(answer.body), status: 405, title: 'Method Not Allowed' };
  return { ...answer, status: 405, body: JSON.stringify(body) };
}
