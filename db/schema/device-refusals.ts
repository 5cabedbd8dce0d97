import { bigint, foreignKey, index, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { instant } from '../columns.ts';
import { devices } from './devices.ts';

/** Messages in the name of a device that were refused, counted per hour and reason; nothing of their content is kept. */
export const deviceRefusals = pgTable(
  'device_refusals',
  {
    customerId: uuid('customer_id').notNull(),
    deviceId: uuid('device_id').notNull(),
    hour: instant('hour').notNull(),
    reason: text('reason').notNull(),
    count: bigint('count', { mode: 'number' }).notNull(),
    lastAt: instant('last_at').notNull(),
    lastDetail: text('last_detail'),
  },
  (t) => [
    primaryKey({ columns: [t.deviceId, t.hour, t.reason] }),
    index('device_refusals_hour').on(t.hour),
    foreignKey({
      name: 'device_refusals_device_fk',
      columns: [t.customerId, t.deviceId],
      foreignColumns: [devices.customerId, devices.id],
    }).onDelete('cascade'),
  ],
);

/** Messages that were recognised as told already, counted per hour: a network server tries again, a device says it twice. */
export const repeatedMessages = pgTable(
  'repeated_messages',
  {
    customerId: uuid('customer_id').notNull(),
    deviceId: uuid('device_id').notNull(),
    /** All zeros for what came from the device itself. */
    connectionId: uuid('connection_id').notNull(),
    hour: instant('hour').notNull(),
    count: bigint('count', { mode: 'number' }).notNull(),
    lastAt: instant('last_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.deviceId, t.connectionId, t.hour] }),
    index('repeated_messages_connection').on(t.connectionId, t.hour),
    index('repeated_messages_hour').on(t.hour),
    foreignKey({
      name: 'repeated_messages_device_fk',
      columns: [t.customerId, t.deviceId],
      foreignColumns: [devices.customerId, devices.id],
    }).onDelete('cascade'),
  ],
);
