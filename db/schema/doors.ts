import {
  bigint,
  doublePrecision,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core';
import { instant } from '../columns.ts';

/**
 * Devices that speak for themselves and that nobody had when they called: identifier and counts only. Whose one would be
 * nobody can say, so the rows have no customer: the platform's own sees those that nobody has claimed, a customer those
 * that are its devices by now (policies of migration 0039).
 */
export const callers = pgTable(
  'callers',
  {
    network: text('network').notNull(),
    identifier: text('identifier').notNull(),
    door: text('door', { enum: ['http', 'mqtt'] }).notNull(),
    /** Of the last refusal. */
    reason: text('reason').notNull(),
    count: bigint('count', { mode: 'number' }).notNull(),
    firstSeenAt: instant('first_seen_at').notNull(),
    lastSeenAt: instant('last_seen_at').notNull(),
    /** Somebody has added it since. */
    claimedAt: instant('claimed_at'),
  },
  (t) => [
    primaryKey({ columns: [t.network, t.identifier, t.door] }),
    index('callers_last_seen').on(t.lastSeenAt),
  ],
);

/** Refused at the devices' own doors and of no device that we know, counted per hour and reason; nothing of it is kept. */
export const doorRefusals = pgTable(
  'door_refusals',
  {
    door: text('door', { enum: ['http', 'mqtt'] }).notNull(),
    hour: instant('hour').notNull(),
    reason: text('reason').notNull(),
    count: bigint('count', { mode: 'number' }).notNull(),
    lastAt: instant('last_at').notNull(),
    lastDetail: text('last_detail'),
  },
  (t) => [primaryKey({ columns: [t.door, t.hour, t.reason] })],
);

/**
 * How much of its allowance a device has used, by the generic cell rate algorithm. UNLOGGED (migration 0039): nothing
 * waits for its disk, and after a crash every device begins anew.
 */
export const deviceRates = pgTable('device_rates', {
  deviceId: uuid('device_id').primaryKey(),
  /** When its allowance is whole again, milliseconds of the Unix epoch. */
  wholeAt: doublePrecision('whole_at').notNull(),
  /** How many of those that asked last were let in. */
  granted: integer('granted').notNull(),
});
