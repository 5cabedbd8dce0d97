import 'server-only';
import { headers } from 'next/headers';
import type { z } from 'zod';
import { decodeTableQuery, type TablePage, type TableQuery } from '#components/ui/data-table/table-query.ts';
import type { Actor } from '#server/access/actor.ts';
import { sessionOrRefuse } from '#server/access/current-session.ts';
import { byIdSchema } from '#server/platform/contract.ts';
import { invalidInput, notFound } from '#server/platform/errors.ts';
import { parseInput } from './parse-input.ts';
import { problemOfError } from './problem-of-error.ts';
import { toResponse } from './to-response.ts';

type Params<P> = { params: Promise<P> };

/** A door for the portal's own reads: session, parse, one read, JSON; refusals as problem documents. */
async function portalRead<T>(
  request: Request,
  run: (actor: Actor, query: URLSearchParams) => Promise<T>,
): Promise<Response> {
  const url = new URL(request.url);
  try {
    const { actor } = await sessionOrRefuse();
    return Response.json(await run(actor, url.searchParams), { headers: { 'cache-control': 'no-store' } });
  } catch (error) {
    const requestId = (await headers()).get('x-request-id') ?? crypto.randomUUID();
    return toResponse(problemOfError(error, { instance: url.pathname, requestId, withDetails: true }));
  }
}

/** What stands in the address, path and query together, by its contract. */
export function portalReadWith<S extends z.ZodType, P, T>(
  schema: S,
  inputOf: (path: P, query: URLSearchParams) => unknown,
  run: (actor: Actor, input: z.output<S>) => Promise<T>,
) {
  return async (request: Request, context: Params<P>): Promise<Response> => {
    const path = await context.params;
    return portalRead(request, (actor, query) => run(actor, parseInput(schema, inputOf(path, query))));
  };
}

/** One thing by the id in the address. */
export function portalReadById<T>(run: (actor: Actor, input: { id: string }) => Promise<T>) {
  return async (request: Request, context: Params<{ id: string }>): Promise<Response> => {
    const path = await context.params;
    return portalRead(request, (actor) => run(actor, idOf(path)));
  };
}

/** The rows of one table: its query stands in the address, as the table wrote it. */
export function tableRows<Row>(list: (actor: Actor, query: TableQuery) => Promise<TablePage<Row>>) {
  return (request: Request): Promise<Response> =>
    portalRead(request, (actor, query) => list(actor, tableQueryOf(query)));
}

/** The rows that belong to the one thing whose id stands in the path. */
export function tableRowsOf<Row>(
  list: (actor: Actor, of: { id: string; query: TableQuery }) => Promise<TablePage<Row>>,
) {
  return async (request: Request, context: Params<{ id: string }>): Promise<Response> => {
    const path = await context.params;
    return portalRead(request, (actor, query) => list(actor, { ...idOf(path), query: tableQueryOf(query) }));
  };
}

/** What is no id was never there. */
function idOf(path: { id: string }): { id: string } {
  const parsed = byIdSchema.safeParse(path);
  if (!parsed.success) throw notFound('address');
  return parsed.data;
}

function tableQueryOf(params: URLSearchParams): TableQuery {
  const decoded = decodeTableQuery(params);
  if (decoded.ok) return decoded.query;
  throw invalidInput(decoded.problems.map((message) => ({ path: 'query', message })));
}
