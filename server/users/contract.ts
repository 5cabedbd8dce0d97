import { z } from 'zod';
import { ROLES } from '#server/access/contract.ts';
import { idSchema, lineSchema, nameSchema } from '#server/platform/contract.ts';

/** 10 to 100 characters, at least three of: capital, small letter, digit, special character (product/01). */
export const passwordSchema = z
  .string()
  .min(10)
  .max(100)
  .refine(
    (password) =>
      [/\p{Lu}/u, /\p{Ll}/u, /\p{Nd}/u, /[^\p{L}\p{Nd}]/u].filter((kind) => kind.test(password)).length >= 3,
    'users.password-classes',
  );

export const userCreateSchema = z.strictObject({
  customerId: idSchema,
  name: nameSchema,
  email: z.string().trim().toLowerCase().max(320).pipe(z.email()),
  password: passwordSchema.optional(),
  roles: z.array(z.enum(ROLES)).max(20),
  jobTitle: lineSchema(100).optional(),
  locale: z.enum(['en', 'nl']).default('en'),
  timeZone: z.string().max(64).default('Europe/Amsterdam'),
});
export type UserCreate = z.input<typeof userCreateSchema>;

export interface User {
  id: string;
  name: string;
  email: string;
  jobTitle: string | null;
  roles: string[];
  status: 'active' | 'deactivated';
  locale: string;
  timeZone: string;
  /** Of any session that is still kept. */
  lastSeenAt: Date | null;
  createdAt: Date;
}
