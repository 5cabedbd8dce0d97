import { sql } from 'drizzle-orm';
import { check, foreignKey, index, jsonb, pgTable, smallint, text, unique, uuid } from 'drizzle-orm/pg-core';
import { createdAtColumn, idColumn, instant } from '../columns.ts';
import { users } from './users.ts';

/** A mail is a row before it is sent. Where no mail server is set, it is held for administrators to read. */
export const mails = pgTable(
  'mails',
  {
    id: idColumn(),
    customerId: uuid('customer_id').notNull(),
    userId: uuid('user_id').notNull(),
    /** What it is about. */
    kind: text('kind').notNull(),
    /** As it was when the mail was written. */
    recipient: text('recipient').notNull(),
    recipientName: text('recipient_name').notNull(),
    subject: text('subject').notNull(),
    text: text('text').notNull(),
    html: text('html').notNull(),
    headers: jsonb('headers').$type<Record<string, string>>().notNull().default({}),
    state: text('state', { enum: ['waiting', 'sent', 'failed', 'held'] }).notNull(),
    tries: smallint('tries').notNull().default(0),
    nextAt: instant('next_at').notNull().defaultNow(),
    lastError: text('last_error'),
    sentAt: instant('sent_at'),
    createdAt: createdAtColumn(),
  },
  (t) => [
    unique('mails_customer_id_id').on(t.customerId, t.id),
    index('mails_created').on(t.customerId, t.createdAt, t.id),
    index('mails_waiting').on(t.nextAt).where(sql`state = 'waiting'`),
    index('mails_old').on(t.createdAt),
    check('mails_one_line', sql`subject !~ '[\\r\\n]' and recipient !~ '[\\r\\n]'`),
    foreignKey({
      name: 'mails_user_fk',
      columns: [t.customerId, t.userId],
      foreignColumns: [users.customerId, users.id],
    }).onDelete('cascade'),
  ],
);
