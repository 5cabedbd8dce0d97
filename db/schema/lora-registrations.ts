import { sql } from 'drizzle-orm';
import {
  check,
  foreignKey,
  index,
  integer,
  pgTable,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { idColumn, instant, ownOrPlatform, timestampColumns } from '../columns.ts';
import { devices } from './devices.ts';
import { loraConnections } from './lora-networks.ts';

/**
 * A device at a LoRa network server: what is wished, what is there as far as we know, and the work between the two.
 * Without `next_at` there is nothing to do; with a failure then, it has failed for good. It outlives its device: one
 * whose device is gone is taken off the server, and then goes itself.
 */
export const loraRegistrations = pgTable(
  'lora_registrations',
  {
    id: idColumn(),
    customerId: uuid('customer_id').notNull(),
    connectionId: uuid('connection_id').notNull(),
    /** The customer itself, or the platform. */
    connectionCustomerId: uuid('connection_customer_id').notNull(),
    deviceId: uuid('device_id'),
    devEui: text('dev_eui').notNull(),
    wish: text('wish', { enum: ['ACTIVE', 'DEACTIVATED', 'DELETED'] }).notNull(),
    present: text('present', { enum: ['ABSENT', 'ACTIVE', 'DEACTIVATED'] })
      .notNull()
      .default('ABSENT'),
    /** Of the connection's connectivity plans. */
    plan: text('plan').notNull(),
    /** Hash of the keys that the server was given last: whether it has to be told of others. */
    keysMark: text('keys_mark'),
    /** Counts the wishes: what an attempt tells of an older one does not settle a newer one. */
    revision: integer('revision').notNull().default(1),
    /** Since the wish. */
    attempts: integer('attempts').notNull().default(0),
    nextAt: instant('next_at'),
    /** An attempt is under way, or was when its worker died. Nothing else is asked of the server for this device until then. */
    busyUntil: instant('busy_until'),
    wishedAt: instant('wished_at').notNull().defaultNow(),
    /** Of the last attempt; null once the server has done what was wished. */
    failureCode: text('failure_code'),
    /** In the server's own words. */
    failureReason: text('failure_reason'),
    /** `connection`: with other settings of the connection it may go well. */
    failureOf: text('failure_of', { enum: ['connection', 'device'] }),
    failedAt: instant('failed_at'),
    settledAt: instant('settled_at'),
    ...timestampColumns(),
  },
  (t) => [
    // Of two customers a DevEUI may be there while the one's is still to be taken off.
    unique('lora_registrations_connection_dev_eui').on(t.connectionId, t.devEui, t.customerId),
    uniqueIndex('lora_registrations_device').on(t.deviceId),
    index('lora_registrations_due').on(t.nextAt).where(sql`${t.nextAt} is not null`),
    index('lora_registrations_failed').on(t.customerId, t.deviceId).where(sql`${t.failureCode} is not null`),
    index('lora_registrations_plan').on(t.customerId, t.plan),
    index('lora_registrations_orphans').on(t.wishedAt).where(sql`${t.deviceId} is null`),
    foreignKey({
      name: 'lora_registrations_connection_fk',
      columns: [t.connectionCustomerId, t.connectionId],
      foreignColumns: [loraConnections.customerId, loraConnections.id],
    }).onDelete('cascade'),
    // On delete only device_id becomes null (migration): the work of taking it off the server needs the rest.
    foreignKey({
      name: 'lora_registrations_device_fk',
      columns: [t.customerId, t.deviceId],
      foreignColumns: [devices.customerId, devices.id],
    }),
    check('lora_registrations_connection_owner', ownOrPlatform(t.customerId, t.connectionCustomerId)),
  ],
);

/** Devices as the built-in network server knows them. As with any server, a DevEUI can be there once. */
export const simulatedNetworkDevices = pgTable(
  'simulated_network_devices',
  {
    devEui: text('dev_eui').primaryKey(),
    customerId: uuid('customer_id').notNull(),
    connectionId: uuid('connection_id').notNull(),
    connectionCustomerId: uuid('connection_customer_id').notNull(),
    joinEui: text('join_eui').notNull(),
    /** Envelope. */
    appKey: text('app_key').notNull(),
    plan: text('plan').notNull(),
    status: text('status', { enum: ['active', 'deactivated'] }).notNull(),
    ...timestampColumns(),
  },
  (t) => [
    unique('simulated_network_devices_customer_dev_eui').on(t.customerId, t.devEui),
    foreignKey({
      name: 'simulated_network_devices_connection_fk',
      columns: [t.connectionCustomerId, t.connectionId],
      foreignColumns: [loraConnections.customerId, loraConnections.id],
    }).onDelete('cascade'),
    check('simulated_network_devices_connection_owner', ownOrPlatform(t.customerId, t.connectionCustomerId)),
  ],
);
