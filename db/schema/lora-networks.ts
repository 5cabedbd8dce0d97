import {
  bigint,
  foreignKey,
  index,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import { idColumn, instant, timestampColumns } from '../columns.ts';
import { customers } from './customers.ts';

/**
 * The LoRa network server behind a customer's devices; its webhook posts to /ingestion/lora/<id>. Digital Matter's server
 * stands among them: it posts to /ingestion/digitalmatter/<id> and registers nothing. One of the platform's
 * own customer is global: every customer may read its row (migration 0026), so nothing of it is closed.
 */
export const loraConnections = pgTable(
  'lora_connections',
  {
    id: idColumn(),
    customerId: uuid('customer_id')
      .notNull()
      .references(() => customers.id),
    name: text('name').notNull(),
    /** Key in the registry of LoRa network drivers. `simulated` speaks ChirpStack's wire format. */
    provider: text('provider', {
      enum: ['simulated', 'chirpstack', 'things-stack', 'thingpark', 'digital-matter'],
    }).notNull(),
    /** What devices can be given there; none: nobody has said yet how its API is reached. The simulated network's are in its driver. */
    plans: jsonb('plans').$type<{ id: string; name: string; geolocation: boolean }[]>().notNull().default([]),
    status: text('status', { enum: ['active', 'disabled'] })
      .notNull()
      .default('active'),
    lastMessageAt: instant('last_message_at'),
    ...timestampColumns(),
  },
  (t) => [unique('lora_connections_customer_id_id').on(t.customerId, t.id)],
);

/** How a connection's network server and the portal get to each other: its owner's alone, also of a global one. */
export const loraConnectionAccess = pgTable(
  'lora_connection_access',
  {
    connectionId: uuid('connection_id').primaryKey(),
    customerId: uuid('customer_id').notNull(),
    /** Envelope of the webhook secret (ThingPark: the LRC-AS key). */
    secret: text('secret').notNull(),
    /** Address, application, connectivity plans: checked by the driver's schema. */
    settings: jsonb('settings').notNull().default({}),
    /** Envelope of what its API asks of us (the driver's secrets, JSON); null: devices cannot be registered through it. */
    apiSecrets: text('api_secrets'),
  },
  (t) => [
    foreignKey({
      name: 'lora_connection_access_connection_fk',
      columns: [t.customerId, t.connectionId],
      foreignColumns: [loraConnections.customerId, loraConnections.id],
    }).onDelete('cascade'),
  ],
);

/** Messages refused at a connection, counted per hour and reason; nothing of their content is kept. */
export const refusals = pgTable(
  'refusals',
  {
    customerId: uuid('customer_id').notNull(),
    connectionId: uuid('connection_id').notNull(),
    hour: instant('hour').notNull(),
    reason: text('reason').notNull(),
    count: bigint('count', { mode: 'number' }).notNull(),
    lastAt: instant('last_at').notNull(),
    lastDetail: text('last_detail'),
  },
  (t) => [
    primaryKey({ columns: [t.connectionId, t.hour, t.reason] }),
    foreignKey({
      name: 'refusals_connection_fk',
      columns: [t.customerId, t.connectionId],
      foreignColumns: [loraConnections.customerId, loraConnections.id],
    }).onDelete('cascade'),
  ],
);

/** A device that nobody registered was heard: identifier and counts only. */
export const unknownDevices = pgTable(
  'unknown_devices',
  {
    customerId: uuid('customer_id').notNull(),
    connectionId: uuid('connection_id').notNull(),
    network: text('network').notNull(),
    identifier: text('identifier').notNull(),
    count: bigint('count', { mode: 'number' }).notNull(),
    firstSeenAt: instant('first_seen_at').notNull(),
    lastSeenAt: instant('last_seen_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.connectionId, t.network, t.identifier] }),
    index('unknown_devices_seen').on(t.connectionId, t.lastSeenAt),
    foreignKey({
      name: 'unknown_devices_connection_fk',
      columns: [t.customerId, t.connectionId],
      foreignColumns: [loraConnections.customerId, loraConnections.id],
    }).onDelete('cascade'),
  ],
);
