import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  foreignKey,
  index,
  integer,
  json,
  pgTable,
  smallint,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { bigId, idColumn, instant, ownOrPlatform, timestampColumns } from '../columns.ts';
import { devices } from './devices.ts';
import { loraConnections } from './lora-networks.ts';

/** What devices are to be told: first in, first out for each, one under way at a time. What has ended never changes. */
export const downlinks = pgTable(
  'downlinks',
  {
    id: idColumn(),
    /** The order in which a device's were asked for. */
    number: bigint('number', { mode: 'number' }).generatedAlwaysAsIdentity(),
    customerId: uuid('customer_id').notNull(),
    deviceId: uuid('device_id').notNull(),
    state: text('state', { enum: ['PENDING', 'EXECUTING', 'DELIVERED', 'FAILED', 'CANCELLED'] })
      .notNull()
      .default('PENDING'),
    reason: text('reason', {
      enum: [
        'CANCELLED',
        'FEEDBACK_TIMEOUT',
        'NOT_ACKNOWLEDGED_BY_DEVICE',
        'FAILED_TO_TRANSMIT_TO_DEVICE',
        'FAILED_TO_ENQUEUE_FOR_TRANSMISSION',
        'EVICTED',
      ],
    }),
    /** A code of ours, or the network server's own words. */
    detail: text('detail'),
    /** How it goes out: given to a network server, in the answer to the device's next message, or over its MQTT connection. */
    channel: text('channel', { enum: ['lora', 'http', 'mqtt'] }).notNull(),
    /** What was asked for (downlinkMethodSchema). */
    method: json('method').notNull(),
    feedbackSeconds: integer('feedback_seconds').notNull(),
    retryLimit: smallint('retry_limit').notNull(),
    dryRun: boolean('dry_run').notNull(),
    externalReference: text('external_reference'),
    createdBy: text('created_by').notNull(),
    startedAt: instant('started_at'),
    timeoutAt: instant('timeout_at'),
    /** Of the present try; null until it was given to the network server or the device. */
    sentAt: instant('sent_at'),
    endedAt: instant('ended_at'),
    tries: smallint('tries').notNull().default(0),
    /** In a row, to give it to the network server. */
    failures: smallint('failures').notNull().default(0),
    /** Under which the network server tells of it. */
    queueItem: text('queue_item'),
    /** When a network server is asked next; null: nothing to ask. */
    nextAt: instant('next_at'),
    /** A call is under way, or was when its worker died. */
    busyUntil: instant('busy_until'),
    /** Its device's messages were last looked through for an answer. */
    checkedAt: instant('checked_at'),
    ...timestampColumns(),
  },
  (t) => [
    unique('downlinks_customer_id_id').on(t.customerId, t.id),
    uniqueIndex('downlinks_executing').on(t.deviceId).where(sql`state = 'EXECUTING'`),
    uniqueIndex('downlinks_reference')
      .on(t.customerId, t.externalReference)
      .where(sql`external_reference is not null`),
    index('downlinks_pending').on(t.deviceId, t.number).where(sql`state = 'PENDING'`),
    index('downlinks_due').on(t.nextAt).where(sql`state = 'EXECUTING' and next_at is not null`),
    index('downlinks_waiting').on(t.checkedAt).where(sql`state = 'EXECUTING' and sent_at is not null`),
    index('downlinks_timeout').on(t.timeoutAt).where(sql`state = 'EXECUTING'`),
    index('downlinks_device').on(t.deviceId, t.number),
    index('downlinks_created').on(t.customerId, t.createdAt, t.id),
    foreignKey({
      name: 'downlinks_device_fk',
      columns: [t.customerId, t.deviceId],
      foreignColumns: [devices.customerId, devices.id],
    }).onDelete('cascade'),
  ],
);

/** What waits at the built-in network server for a device's next uplink. */
export const simulatedNetworkDownlinks = pgTable(
  'simulated_network_downlinks',
  {
    id: bigId('id').primaryKey().generatedAlwaysAsIdentity(),
    customerId: uuid('customer_id').notNull(),
    connectionId: uuid('connection_id').notNull(),
    connectionCustomerId: uuid('connection_customer_id').notNull(),
    devEui: text('dev_eui').notNull(),
    /** Who put it here calls it so; putting it here again changes nothing. */
    queueItem: text('queue_item').notNull(),
    fPort: smallint('f_port').notNull(),
    /** Hex. */
    payload: text('payload').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (t) => [
    unique('simulated_network_downlinks_item').on(t.queueItem),
    index('simulated_network_downlinks_device').on(t.devEui, t.id),
    foreignKey({
      name: 'simulated_network_downlinks_connection_fk',
      columns: [t.connectionCustomerId, t.connectionId],
      foreignColumns: [loraConnections.customerId, loraConnections.id],
    }).onDelete('cascade'),
    check(
      'simulated_network_downlinks_connection_owner',
      ownOrPlatform(t.customerId, t.connectionCustomerId),
    ),
  ],
);
