import { foreignKey, index, pgTable, text, unique, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { idColumn, instant, timestampColumns } from '../columns.ts';
import { devices } from './devices.ts';

/** What a device signs in to MQTT with (connector binding `mqtt`); its user name is its URN. */
export const mqttBindings = pgTable(
  'mqtt_bindings',
  {
    id: idColumn(),
    customerId: uuid('customer_id').notNull(),
    deviceId: uuid('device_id').notNull(),
    /** Envelope; never shown again, only replaced. Its place is `mqtt_bindings|password|<device id>`. */
    password: text('password').notNull(),
    ...timestampColumns(),
  },
  (t) => [
    unique('mqtt_bindings_customer_id_id').on(t.customerId, t.id),
    uniqueIndex('mqtt_bindings_device').on(t.deviceId),
    index('mqtt_bindings_created').on(t.customerId, t.createdAt, t.id),
    foreignKey({
      name: 'mqtt_bindings_device_fk',
      columns: [t.customerId, t.deviceId],
      foreignColumns: [devices.customerId, devices.id],
    }).onDelete('cascade'),
  ],
);

/** Brokers of the workers, each alive while it says so. */
export const mqttBrokers = pgTable('mqtt_brokers', {
  id: uuid('id').primaryKey(),
  aliveUntil: instant('alive_until').notNull(),
});

/** The last connection of a device, apart from its binding: it changes often, and nothing cached depends on it. */
export const mqttSessions = pgTable(
  'mqtt_sessions',
  {
    deviceId: uuid('device_id').primaryKey(),
    customerId: uuid('customer_id').notNull(),
    broker: uuid('broker').notNull(),
    connectedAt: instant('connected_at').notNull(),
    /** null: connected, if its broker is alive. */
    endedAt: instant('ended_at'),
  },
  (t) => [
    index('mqtt_sessions_broker').on(t.broker),
    foreignKey({
      name: 'mqtt_sessions_device_fk',
      columns: [t.customerId, t.deviceId],
      foreignColumns: [devices.customerId, devices.id],
    }).onDelete('cascade'),
  ],
);
