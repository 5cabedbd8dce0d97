import 'server-only';
import { headers } from 'next/headers';
import type { z } from 'zod';
import type { Actor } from '#server/access/actor.ts';
import { sessionOrRefuse } from '#server/access/current-session.ts';
import { publicUrl } from '#server/platform/env.ts';
import { DomainError, type ErrorKind, type FieldError } from '#server/platform/errors.ts';
import { log } from '#server/platform/log.ts';
import { parseInput } from './parse-input.ts';

export interface ActionError {
  code: string;
  kind: ErrorKind | 'internal';
  details: Record<string, string | number>;
  fields: FieldError[];
  requestId: string;
}

export type ActionAnswer<T> = { ok: true; value: T } | { ok: false; error: ActionError };

/** A door for writes from our own pages: same origin, session, parse, one call, answer. */
export function action<S extends z.ZodType, T>(
  schema: S,
  run: (actor: Actor, input: z.output<S>) => Promise<T>,
): (input: z.input<S>) => Promise<ActionAnswer<T>> {
  return async (input) => {
    try {
      await requireSameOrigin();
      const { actor } = await sessionOrRefuse();
      return { ok: true, value: await run(actor, parseInput(schema, input)) };
    } catch (error) {
      return { ok: false, error: await refusalOf(error) };
    }
  };
}

/** Next lets a request without Origin through with a warning; we do not. */
export async function requireSameOrigin(): Promise<void> {
  const origin = (await headers()).get('origin');
  if (!origin || !allowedOrigins().has(origin)) throw new DomainError('access.foreign-origin', 'forbidden');
}

/** The public address; on a loopback address both of its names. */
export function allowedOrigins(): Set<string> {
  const own = new URL(publicUrl());
  const names = ['localhost', '127.0.0.1'].includes(own.hostname)
    ? ['localhost', '127.0.0.1']
    : [own.hostname];
  return new Set(names.map((name) => `${own.protocol}//${name}${own.port ? `:${own.port}` : ''}`));
}

async function refusalOf(error: unknown): Promise<ActionError> {
  const requestId = (await headers()).get('x-request-id') ?? crypto.randomUUID();
  if (error instanceof DomainError) {
    return { code: error.code, kind: error.kind, details: error.details, fields: error.fields, requestId };
  }
  // Next's own control flow (redirect, notFound) must pass.
  if (error && typeof error === 'object' && 'digest' in error && String(error.digest).startsWith('NEXT_'))
    throw error;
  log.error({ err: error, requestId }, 'action failed');
  return { code: 'internal', kind: 'internal', details: {}, fields: [], requestId };
}
