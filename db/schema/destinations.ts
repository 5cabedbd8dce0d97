import { index, integer, jsonb, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import { idColumn, instant, timestampColumns } from '../columns.ts';
import { customers } from './customers.ts';

export const destinations = pgTable(
  'destinations',
  {
    id: idColumn(),
    customerId: uuid('customer_id')
      .notNull()
      .references(() => customers.id),
    name: text('name').notNull(),
    description: text('description'),
    /** Key in the registry of destination drivers (server/drivers/destinations). */
    kind: text('kind').notNull(),
    /** Settings that may be shown. */
    settings: jsonb('settings').notNull(),
    /** Envelope of the settings that may not (JSON object). */
    secrets: text('secrets').notNull(),
    /** paused by a user; suspended by the platform after lasting failure. */
    status: text('status', { enum: ['active', 'paused', 'suspended'] })
      .notNull()
      .default('active'),
    /** Circuit breaker, kept here so that every worker sees it. */
    failuresInARow: integer('failures_in_a_row').notNull().default(0),
    failingSince: instant('failing_since'),
    breakerUntil: instant('breaker_until'),
    lastError: text('last_error'),
    /** Which decoders' packs of a device wait for each other here (server/destinations/merger-contract); null: never set. */
    merger: jsonb('merger'),
    ...timestampColumns(),
  },
  (t) => [
    unique('destinations_customer_id_id').on(t.customerId, t.id),
    index('destinations_customer_name').on(t.customerId, t.name),
  ],
);
