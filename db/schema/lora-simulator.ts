import { foreignKey, index, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { instant, timestampColumns } from '../columns.ts';
import { loraConnections } from './lora-networks.ts';

/**
 * A device that the LoRa simulator lives for, registered in the portal or not. It refers to the connection alone:
 * a device that is deleted in the portal goes on sending, as one in the field would.
 */
export const simulatedDevices = pgTable(
  'simulated_devices',
  {
    devEui: text('dev_eui').primaryKey(),
    customerId: uuid('customer_id').notNull(),
    /** Whose webhook tells of it. */
    connectionId: uuid('connection_id').notNull(),
    name: text('name').notNull(),
    /** What it is and how it behaves (simulatedDeviceSchema). */
    device: jsonb('device').notNull(),
    /** Envelope of what device and network server remember: keys, counters (simulatedMemorySchema). */
    memory: text('memory').notNull(),
    /** null: it never sends again. */
    nextAt: instant('next_at'),
    ...timestampColumns(),
  },
  (t) => [
    index('simulated_devices_next_at').on(t.nextAt),
    foreignKey({
      name: 'simulated_devices_connection_fk',
      columns: [t.customerId, t.connectionId],
      foreignColumns: [loraConnections.customerId, loraConnections.id],
    }).onDelete('cascade'),
  ],
);
