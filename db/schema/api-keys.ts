import { foreignKey, index, pgTable, text, unique, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { bytea, idColumn, instant, timestampColumns } from '../columns.ts';
import { customers } from './customers.ts';

/** Belongs to a customer, not to a user. Only the SHA-256 of the secret is kept (256 random bits need no slow hash). */
export const apiKeys = pgTable(
  'api_keys',
  {
    id: idColumn(),
    customerId: uuid('customer_id')
      .notNull()
      .references(() => customers.id),
    clientId: text('client_id').notNull(),
    secretHash: bytea('secret_hash').notNull(),
    name: text('name').notNull(),
    description: text('description'),
    roles: text('roles').array().notNull(),
    lastUsedAt: instant('last_used_at'),
    expiresAt: instant('expires_at'),
    revokedAt: instant('revoked_at'),
    ...timestampColumns(),
  },
  (t) => [
    unique('api_keys_customer_id_id').on(t.customerId, t.id),
    uniqueIndex('api_keys_client_id').on(t.clientId),
  ],
);

/** Opaque bearer tokens, one hour; the SHA-256 is the key. */
export const accessTokens = pgTable(
  'access_tokens',
  {
    tokenHash: bytea('token_hash').primaryKey(),
    customerId: uuid('customer_id').notNull(),
    apiKeyId: uuid('api_key_id').notNull(),
    scopes: text('scopes').array().notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
    expiresAt: instant('expires_at').notNull(),
  },
  (t) => [
    index('access_tokens_expires_at').on(t.expiresAt),
    foreignKey({
      columns: [t.customerId, t.apiKeyId],
      foreignColumns: [apiKeys.customerId, apiKeys.id],
    }).onDelete('cascade'),
  ],
);
