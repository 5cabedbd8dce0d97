import { foreignKey, jsonb, pgTable, primaryKey, uuid } from 'drizzle-orm/pg-core';
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
