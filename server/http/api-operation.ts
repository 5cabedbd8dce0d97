import { z } from 'zod';
import type { Actor } from '#server/access/actor.ts';
import type { OperationName } from '#server/access/operations.ts';
import type { Page } from '#server/platform/contract.ts';

/**
 * One operation of the REST API. From these the route handler, the OpenAPI document and the access matrix are made:
 * an operation that is not here does not exist.
 */
export interface ApiOperation {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Under /api, parameters in braces. */
  path: string;
  /** operationId. */
  name: string;
  tag: string;
  summary: string;
  /** What a caller must be allowed; names the scope. */
  operation: OperationName;
  params: z.ZodType | null;
  query: z.ZodType | null;
  body: z.ZodType | null;
  status: 200 | 201 | 202 | 204;
  /** What a 200 in the place of a 201 tells; null: there is none. */
  unchanged: string | null;
  /** Undefined of what answers with nothing. */
  reply: z.ZodType;
  run(actor: Actor, input: ApiInput<unknown, unknown, unknown>): Promise<ApiReply>;
}

interface ApiInput<P, Q, B> {
  params: P;
  query: Q;
  body: B;
  /** The tags that If-Match names, of which weak ones are none; undefined where any will do. */
  basedOn: string[] | undefined;
}

/** One thing, or a page whose cursors the wrapper writes as links. */
export type ApiReply = ({ body: unknown } | { page: Page<unknown> }) & {
  headers?: Record<string, string>;
  /** In the place of the operation's own. */
  status?: 200;
};

/** Of an operation whose status is 204. */
export const NOTHING: ApiReply = { body: undefined };

type Out<S> = S extends z.ZodType ? z.output<S> : undefined;

interface Definition<P, Q, B> {
  method: ApiOperation['method'];
  path: string;
  name: string;
  tag: string;
  summary: string;
  operation: OperationName;
  params?: P;
  query?: Q;
  body?: B;
  status?: ApiOperation['status'];
  unchanged?: string;
  reply?: z.ZodType;
  run(actor: Actor, input: ApiInput<Out<P>, Out<Q>, Out<B>>): Promise<ApiReply>;
}

export function apiOperation<
  P extends z.ZodType | undefined = undefined,
  Q extends z.ZodType | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
>(definition: Definition<P, Q, B>): ApiOperation {
  return {
    params: null,
    query: null,
    body: null,
    status: 200,
    unchanged: null,
    reply: z.undefined(),
    ...(definition as unknown as Partial<ApiOperation> &
      Pick<ApiOperation, 'method' | 'path' | 'name' | 'tag' | 'summary' | 'operation' | 'run'>),
  };
}

/** A list that is read whole: one page, no further ones. */
export const wholePage = <T>(items: T[]): Page<T> => ({ items, next: null, prev: null });
