import { bigint, foreignKey, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
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
    foreignKey({
      name: 'device_refusals_device_fk',
      columns: [t.customerId, t.deviceId],
      foreignColumns: [devices.customerId, devices.id],
    }).onDelete('cascade'),
  ],
);
