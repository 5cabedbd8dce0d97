import { sql } from 'drizzle-orm';
import {
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  uuid,
} from 'drizzle-orm/pg-core';
import { bigId, instant } from '../columns.ts';
import { devices } from './devices.ts';

export const twins = pgTable(
  'twins',
  {
    deviceId: uuid('device_id').notNull(),
    customerId: uuid('customer_id').notNull(),
    /** {name: {v|vs|vb|vd, u?, t, o}}: t Unix seconds of the record, o the order that breaks ties (see server/twins/rules.ts). */
    reported: jsonb('reported').notNull().default({}),
    desired: jsonb('desired').notNull().default({}),
    observed: jsonb('observed').notNull().default({}),
    metadata: jsonb('metadata').notNull().default({}),
    /** Counts changes; the API's ETag. */
    version: bigId('version').notNull().default(0),
    modifiedAt: instant('modified_at').notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.deviceId] }),
    foreignKey({
      name: 'twins_device_fk',
      columns: [t.customerId, t.deviceId],
      foreignColumns: [devices.customerId, devices.id],
    }).onDelete('cascade'),
  ],
);

/** Wishes that the platform sends again by itself where the device says something else than it was told. */
export const desiredResends = pgTable(
  'desired_resends',
  {
    deviceId: uuid('device_id').notNull(),
    customerId: uuid('customer_id').notNull(),
    name: text('name').notNull(),
    /** The downlink that carries the wish: with another one the wish is another. */
    downlinkId: uuid('downlink_id').notNull(),
    most: smallint('most').notNull(),
    pauseSeconds: integer('pause_seconds').notNull(),
    sent: smallint('sent').notNull().default(0),
    /** When it is looked at next; null: it was sent as often as it may be. */
    dueAt: instant('due_at'),
  },
  (t) => [
    primaryKey({ columns: [t.deviceId, t.name] }),
    index('desired_resends_due').on(t.dueAt).where(sql`due_at is not null`),
    foreignKey({
      name: 'desired_resends_device_fk',
      columns: [t.customerId, t.deviceId],
      foreignColumns: [devices.customerId, devices.id],
    }).onDelete('cascade'),
  ],
);
