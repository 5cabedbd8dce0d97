import { boolean, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { bytea, timestampColumns } from '../columns.ts';

/** The tenant. The API calls it client. */
export const customers = pgTable('customers', {
  id: uuid('id').primaryKey().defaultRandom(),
  name: text('name').notNull(),
  /** False: measurements of none of its devices are kept. */
  keepsHistory: boolean('keeps_history').notNull().default(true),
  ...timestampColumns(),
});

/** One data key a customer, wrapped by the key-encryption key named in `kekId` (envelope encryption). */
export const dataKeys = pgTable('data_keys', {
  customerId: uuid('customer_id')
    .primaryKey()
    .references(() => customers.id, { onDelete: 'cascade' }),
  kekId: text('kek_id').notNull(),
  wrapped: bytea('wrapped').notNull(),
  ...timestampColumns(),
});
