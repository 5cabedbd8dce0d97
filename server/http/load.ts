import 'server-only';
import { notFound as nextNotFound } from 'next/navigation';
import type { z } from 'zod';
import type { Actor } from '#server/access/actor.ts';
import { requireSession } from '#server/access/current-session.ts';
import { DomainError } from '#server/platform/errors.ts';

/**
 * A door for server components: session first, then one read. What is not there becomes Next's not-found page;
 * a refusal keeps its code as the error's digest, which is all that reaches the error page in production.
 */
export async function load<T>(run: (actor: Actor) => Promise<T>): Promise<T> {
  const { actor } = await requireSession();
  try {
    return await run(actor);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    if (error.kind === 'not-found') nextNotFound();
    throw Object.assign(error, { digest: error.code });
  }
}

/** The same with an input that stands in the address: what does not parse was never there. */
export async function loadWith<S extends z.ZodType, T>(
  schema: S,
  input: unknown,
  run: (actor: Actor, input: z.output<S>) => Promise<T>,
): Promise<T> {
  return load((actor) => {
    const parsed = schema.safeParse(input);
    if (!parsed.success) nextNotFound();
    return run(actor, parsed.data);
  });
}
