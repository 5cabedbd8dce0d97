import { index, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { bigId, instant } from '../columns.ts';
import { customers } from './customers.ts';

/** Append only (the application's role may not update or delete). One row for every change of anything. */
export const auditLog = pgTable(
  'audit_log',
  {
    id: bigId('id').primaryKey().generatedAlwaysAsIdentity(),
    customerId: uuid('customer_id')
      .notNull()
      .references(() => customers.id),
    at: instant('at').notNull().defaultNow(),
    actorKind: text('actor_kind', { enum: ['user', 'api-key', 'system'] }).notNull(),
    actorId: text('actor_id').notNull(),
    actorName: text('actor_name').notNull(),
    /** The operation, e.g. `devices.create`. */
    operation: text('operation').notNull(),
    objectKind: text('object_kind').notNull(),
    objectId: text('object_id').notNull(),
    objectName: text('object_name'),
    before: jsonb('before'),
    after: jsonb('after'),
    address: text('address'),
    via: text('via', { enum: ['portal', 'api', 'system'] }).notNull(),
  },
  (t) => [
    index('audit_log_customer_at').on(t.customerId, t.at),
    index('audit_log_object').on(t.customerId, t.objectKind, t.objectId, t.at),
  ],
);
