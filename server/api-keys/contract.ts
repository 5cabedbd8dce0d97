import { z } from 'zod';
import { ROLES } from '#server/access/contract.ts';
import { descriptionSchema, nameSchema } from '#server/platform/contract.ts';

export const apiKeyCreateSchema = z.strictObject({
  name: nameSchema,
  description: descriptionSchema,
  roles: z.array(z.enum(ROLES)).min(1).max(20),
  expiresAt: z.iso
    .datetime({ offset: true })
    .transform((at) => new Date(at))
    .nullish()
    .transform((at) => at ?? null),
});
export type ApiKeyCreate = z.output<typeof apiKeyCreateSchema>;

export interface ApiKey {
  id: string;
  clientId: string;
  name: string;
  description: string | null;
  roles: string[];
  lastUsedAt: Date | null;
  expiresAt: Date | null;
  revokedAt: Date | null;
  createdAt: Date;
}

/** The secret is shown this once; only its hash is kept. */
export interface ApiKeyCreated {
  id: string;
  clientId: string;
  clientSecret: string;
}
