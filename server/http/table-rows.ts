import 'server-only';
import { headers } from 'next/headers';
import type { z } from 'zod';
import { decodeTableQuery, type TablePage, type TableQuery } from '#components/ui/data-table/table-query.ts';
import type { Actor } from '#server/access/actor.ts';
import { sessionOrRefuse } from '#server/access/current-session.ts';
import { byIdSchema } from '#server/platform/contract.ts';
import { DomainError, type ErrorKind, notFound } from '#server/platform/errors.ts';
import { log } from '#server/platform/log.ts';
import { issuesToFields } from './issues-to-fields.ts';
import { problem } from './problem.ts';

const STATUS: Record<ErrorKind, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  limit: 409,
  'too-large': 413,
  unsupported: 415,
  rate: 429,
  unavailable: 503,
};

/** A door for the portal's own reads: session, parse, one read, JSON; refusals as problem documents. */
export function portalRead<T>(
  run: (actor: Actor, params: URLSearchParams) => Promise<T>,
): (request: Request) => Promise<Response> {
  return async (request) => {
    const url = new URL(request.url);
    try {
      const { actor } = await sessionOrRefuse();
      return Response.json(await run(actor, url.searchParams), { headers: { 'cache-control': 'no-store' } });
    } catch (error) {
      return refusal(error, url.pathname);
    }
  };
}

/** What stands in the address, path and query together, by its contract. */
export function portalReadWith<S extends z.ZodType, P, T>(
  schema: S,
  inputOf: (path: P, query: URLSearchParams) => unknown,
  run: (actor: Actor, input: z.output<S>) => Promise<T>,
) {
  return async (request: Request, context: { params: Promise<P> }): Promise<Response> => {
    const path = await context.params;
    return portalRead((actor, query) => {
      const parsed = schema.safeParse(inputOf(path, query));
      if (!parsed.success)
        throw new DomainError('input.invalid', 'invalid', {}, issuesToFields(parsed.error));
      return run(actor, parsed.data);
    })(request);
  };
}

/** One thing by the id in the address; what is no id was never there. */
export function portalReadById<T>(run: (actor: Actor, input: { id: string }) => Promise<T>) {
  return async (request: Request, context: { params: Promise<{ id: string }> }): Promise<Response> => {
    const parsed = byIdSchema.safeParse(await context.params);
    return portalRead((actor) => {
      if (!parsed.success) throw notFound('address');
      return run(actor, parsed.data);
    })(request);
  };
}

/** The rows of one table: its query stands in the address, as the table wrote it. */
export function tableRows<Row>(list: (actor: Actor, query: TableQuery) => Promise<TablePage<Row>>) {
  return portalRead((actor, params) => list(actor, tableQueryOf(params)));
}

/** The rows that belong to the one thing whose id stands in the path. */
export function tableRowsOf<Row>(
  list: (actor: Actor, of: { id: string; query: TableQuery }) => Promise<TablePage<Row>>,
) {
  return async (request: Request, context: { params: Promise<{ id: string }> }): Promise<Response> => {
    const parsed = byIdSchema.safeParse(await context.params);
    return portalRead((actor, params) => {
      if (!parsed.success) throw notFound('address');
      return list(actor, { id: parsed.data.id, query: tableQueryOf(params) });
    })(request);
  };
}

function tableQueryOf(params: URLSearchParams): TableQuery {
  const decoded = decodeTableQuery(params);
  if (decoded.ok) return decoded.query;
  const fields = decoded.problems.map((message) => ({ path: 'query', message }));
  throw new DomainError('input.invalid', 'invalid', {}, fields);
}

async function refusal(error: unknown, instance: string): Promise<Response> {
  const requestId = (await headers()).get('x-request-id') ?? crypto.randomUUID();
  const known = error instanceof DomainError ? error : null;
  if (!known) log.error({ err: error, requestId }, 'portal read failed');
  const answer = problem({
    status: known ? STATUS[known.kind] : 500,
    code: known?.code ?? 'internal',
    title: known?.code ?? 'internal',
    detail: known?.fields[0]?.message,
    errors: known?.fields,
    instance,
    requestId,
  });
  return new Response(answer.body, { status: answer.status, headers: answer.headers });
}
