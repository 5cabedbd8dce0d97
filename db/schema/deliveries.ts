import { index, integer, json, pgTable, primaryKey, smallint, text, uuid } from 'drizzle-orm/pg-core';
import { bigId, instant } from '../columns.ts';

/** Messages on their way to a destination. A row leaves when the delivery is final and stands in `deliveries`. */
export const deliveryQueue = pgTable(
  'delivery_queue',
  {
    id: bigId('id').primaryKey(),
    customerId: uuid('customer_id').notNull(),
    destinationId: uuid('destination_id').notNull(),
    deviceId: uuid('device_id').notNull(),
    flowId: uuid('flow_id').notNull(),
    uplinkId: bigId('uplink_id').notNull(),
    packId: bigId('pack_id').notNull(),
    /** When the uplink was accepted: finds its pack's partition. */
    receivedAt: instant('received_at').notNull(),
    shard: smallint('shard').notNull(),
    attempts: smallint('attempts').notNull().default(0),
    nextAt: instant('next_at').notNull(),
    /** Set by an operator's replay of a final delivery. */
    replayOf: bigId('replay_of'),
    /** Its message was run through its decoders again and sent for that. */
    replayId: uuid('replay_id'),
    /** What the attempts so far met: [{at, durationMs, status?, error?, response?}]. */
    attemptLog: json('attempt_log').notNull().default([]),
  },
  (t) => [
    index('delivery_queue_destination').on(t.destinationId, t.id),
    index('delivery_queue_uplink').on(t.uplinkId),
  ],
);

/** The delivery log: one row a message and destination, written once, at its end. Partitioned like uplinks. */
export const deliveries = pgTable(
  'deliveries',
  {
    id: bigId('id').notNull(),
    receivedAt: instant('received_at').notNull(),
    customerId: uuid('customer_id').notNull(),
    destinationId: uuid('destination_id').notNull(),
    deviceId: uuid('device_id').notNull(),
    flowId: uuid('flow_id').notNull(),
    uplinkId: bigId('uplink_id').notNull(),
    packId: bigId('pack_id').notNull(),
    state: text('state', { enum: ['delivered', 'failed', 'cancelled'] }).notNull(),
    attempts: smallint('attempts').notNull(),
    statusCode: smallint('status_code'),
    /** Of the last attempt. */
    durationMs: integer('duration_ms'),
    finishedAt: instant('finished_at').notNull(),
    replayOf: bigId('replay_of'),
    /** Its message was run through its decoders again and sent for that. */
    replayId: uuid('replay_id'),
    attemptLog: json('attempt_log').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.id, t.receivedAt] }),
    index('deliveries_destination_finished').on(t.destinationId, t.finishedAt),
    index('deliveries_uplink').on(t.uplinkId),
  ],
);
