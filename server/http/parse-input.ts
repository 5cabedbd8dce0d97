import type { z } from 'zod';
import { invalidInput } from '#server/platform/errors.ts';

/** What came in, as its contract has it, or a refusal that names every field. */
export function parseInput<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw invalidInput(parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })));
}
