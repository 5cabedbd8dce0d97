import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  foreignKey,
  index,
  jsonb,
  pgTable,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { instant, ownOrPlatform, timestampColumns } from '../columns.ts';
import { devices } from './devices.ts';
import { loraConnections } from './lora-networks.ts';
import { simulatedNetworkDevices } from './lora-registrations.ts';

/**
 * A device that the LoRa simulator lives for. One of the portal lives as long as its device does and is registered at
 * the built-in network server; one without is in the field: nobody registered it, or another network server hears it.
 */
export const simulatedDevices = pgTable(
  'simulated_devices',
  {
    devEui: text('dev_eui').primaryKey(),
    customerId: uuid('customer_id').notNull(),
    connectionCustomerId: uuid('connection_customer_id').notNull(),
    /** Whose webhook tells of it. */
    connectionId: uuid('connection_id').notNull(),
    deviceId: uuid('device_id'),
    /** Its DevEUI at the built-in network server; null: in the field. */
    registeredDevEui: text('registered_dev_eui').generatedAlwaysAs(
      sql`case when device_id is not null then dev_eui end`,
    ),
    name: text('name').notNull(),
    /** What it is and how it behaves (simulatedDeviceSchema). */
    device: jsonb('device').notNull(),
    /** Envelope of what device and network server remember: keys, counters (simulatedMemorySchema). */
    memory: text('memory').notNull(),
    /** null: it sends nothing any more. */
    nextAt: instant('next_at'),
    /** Goes on at its interval once it has sent. */
    repeats: boolean('repeats').notNull().default(true),
    ...timestampColumns(),
  },
  (t) => [
    index('simulated_devices_next_at').on(t.nextAt),
    uniqueIndex('simulated_devices_device').on(t.deviceId),
    uniqueIndex('simulated_devices_registered').on(t.registeredDevEui),
    foreignKey({
      name: 'simulated_devices_connection_fk',
      columns: [t.connectionCustomerId, t.connectionId],
      foreignColumns: [loraConnections.customerId, loraConnections.id],
    }).onDelete('cascade'),
    foreignKey({
      name: 'simulated_devices_device_fk',
      columns: [t.customerId, t.deviceId],
      foreignColumns: [devices.customerId, devices.id],
    }).onDelete('cascade'),
    foreignKey({
      name: 'simulated_devices_registration_fk',
      columns: [t.customerId, t.registeredDevEui],
      foreignColumns: [simulatedNetworkDevices.customerId, simulatedNetworkDevices.devEui],
    }).onDelete('cascade'),
    check('simulated_devices_connection_owner', ownOrPlatform(t.customerId, t.connectionCustomerId)),
  ],
);
