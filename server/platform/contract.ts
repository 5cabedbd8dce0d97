import { z } from 'zod';

/** Fields that every noun's contract is made of. */

// Postgres keeps no NUL; other control characters have no place in a name.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
const CONTROL = /[\u0000-\u001f\u007f]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: line breaks and tabs are allowed in longer text
const CONTROL_BUT_LAYOUT = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

export const idSchema = z.guid().toLowerCase();

export const lineSchema = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .refine((text) => !CONTROL.test(text), 'must not hold control characters');

export const textSchema = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .refine((text) => !CONTROL_BUT_LAYOUT.test(text), 'must not hold control characters');

export const nameSchema = lineSchema(255).refine((text) => text.length > 0, 'must not be empty');

/** '' on a form means none. */
export const descriptionSchema = textSchema(255)
  .nullish()
  .transform((text) => text || null);

export const tagsSchema = z.array(lineSchema(50).min(1)).max(20);

export const byIdSchema = z.strictObject({ id: idSchema });

/** Ids of rows that come by the million (uplinks, packs, deliveries). */
export const bigIdSchema = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER);

export const cursorSchema = z.string().min(1).max(2000);

/** One page of a list by cursor. */
export interface Page<T> {
  items: T[];
  next: string | null;
  prev: string | null;
}

/** A name of the tz database that this runtime knows. */
export const zoneSchema = z
  .string()
  .max(64)
  .refine((zone) => {
    try {
      return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }));
    } catch {
      return false;
    }
  }, 'must be the name of a time zone');
