import { pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import { idColumn, timestampColumns } from '../columns.ts';
import { customers } from './customers.ts';

/** A named script that turns a SenML pack into what a receiver wants. Its versions are `scriptVersions`. */
export const messageFormats = pgTable(
  'message_formats',
  {
    id: idColumn(),
    customerId: uuid('customer_id')
      .notNull()
      .references(() => customers.id),
    name: text('name').notNull(),
    description: text('description'),
    /** The published version; null until the first is published. */
    currentVersionId: uuid('current_version_id'),
    ...timestampColumns(),
  },
  (t) => [unique('message_formats_customer_id_id').on(t.customerId, t.id)],
);
