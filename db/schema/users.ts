import { foreignKey, pgTable, primaryKey, text, unique, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { idColumn, instant, timestampColumns } from '../columns.ts';
import { customers } from './customers.ts';

export const users = pgTable(
  'users',
  {
    id: idColumn(),
    customerId: uuid('customer_id')
      .notNull()
      .references(() => customers.id),
    name: text('name').notNull(),
    /** Lower case; one account an address on the whole platform. */
    email: text('email').notNull(),
    passwordHash: text('password_hash'),
    jobTitle: text('job_title'),
    locale: text('locale').notNull().default('en'),
    timeZone: text('time_zone').notNull().default('Europe/Amsterdam'),
    status: text('status', { enum: ['active', 'deactivated'] })
      .notNull()
      .default('active'),
    ...timestampColumns(),
  },
  (t) => [unique('users_customer_id_id').on(t.customerId, t.id), uniqueIndex('users_email').on(t.email)],
);

export const userRoles = pgTable(
  'user_roles',
  {
    customerId: uuid('customer_id').notNull(),
    userId: uuid('user_id').notNull(),
    /** `<group>.<role>`, see server/access/contract.ts. */
    role: text('role').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.userId, t.role] }),
    foreignKey({ columns: [t.customerId, t.userId], foreignColumns: [users.customerId, users.id] }).onDelete(
      'cascade',
    ),
  ],
);

/** A signed-in browser. The cookie only names the row; revoking the row ends the session at the next request. */
export const sessions = pgTable(
  'sessions',
  {
    id: idColumn(),
    customerId: uuid('customer_id').notNull(),
    userId: uuid('user_id').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
    lastSeenAt: instant('last_seen_at').notNull().defaultNow(),
    expiresAt: instant('expires_at').notNull(),
    revokedAt: instant('revoked_at'),
    address: text('address'),
    userAgent: text('user_agent'),
  },
  (t) => [
    foreignKey({ columns: [t.customerId, t.userId], foreignColumns: [users.customerId, users.id] }).onDelete(
      'cascade',
    ),
  ],
);
