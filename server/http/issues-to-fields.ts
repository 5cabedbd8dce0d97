import type { z } from 'zod';
import type { FieldError } from '#server/platform/errors.ts';

export function issuesToFields(error: z.ZodError): FieldError[] {
  return error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }));
}
