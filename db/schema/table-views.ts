import { sql } from 'drizzle-orm';
import { boolean, check, foreignKey, pgTable, text, unique, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { idColumn, timestampColumns } from '../columns.ts';
import { users } from './users.ts';

/** How one person looks at one table: what stood in the address of the list when it was saved. */
export const tableViews = pgTable(
  'table_views',
  {
    id: idColumn(),
    customerId: uuid('customer_id').notNull(),
    userId: uuid('user_id').notNull(),
    /** See server/table-views/contract.ts. */
    tableName: text('table_name').notNull(),
    name: text('name').notNull(),
    address: text('address').notNull(),
    isDefault: boolean('is_default').notNull().default(false),
    ...timestampColumns(),
  },
  (t) => [
    unique('table_views_customer_id_id').on(t.customerId, t.id),
    uniqueIndex('table_views_name').on(t.userId, t.tableName, sql`lower(${t.name})`),
    uniqueIndex('table_views_default').on(t.userId, t.tableName).where(sql`${t.isDefault}`),
    check('table_views_address_size', sql`length(${t.address}) <= 4000`),
    foreignKey({
      name: 'table_views_user_fk',
      columns: [t.customerId, t.userId],
      foreignColumns: [users.customerId, users.id],
    }).onDelete('cascade'),
  ],
);
