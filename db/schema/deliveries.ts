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
    /** Set while it waits for its partners (`merging_deliveries`): it is nobody's to send until then at the earliest. */
    heldUntil: instant('held_until'),
    /** Whose packs go with its own: [{deliveryId, uplinkId, packId, receivedAt}]; null where it goes alone. */
    merged: json('merged'),
  },
  (t) => [
    index('delivery_queue_destination').on(t.destinationId, t.id),
    index('delivery_queue_uplink').on(t.uplinkId),
  ],
);

/**
 * Deliveries that wait for partners at a destination that merges, beside their rows of the queue: few and short-lived, so
 * that the queue needs no index for them. A row leaves with the statement that lets its delivery go, merges or discards it.
 */
export const mergingDeliveries = pgTable(
  'merging_deliveries',
  {
    deliveryId: bigId('delivery_id').primaryKey(),
    customerId: uuid('customer_id').notNull(),
    destinationId: uuid('destination_id').notNull(),
    deviceId: uuid('device_id').notNull(),
    decoderId: uuid('decoder_id').notNull(),
    flowId: uuid('flow_id').notNull(),
    uplinkId: bigId('uplink_id').notNull(),
    packId: bigId('pack_id').notNull(),
    receivedAt: instant('received_at').notNull(),
    /** Base time of the pack. */
    time: instant('time').notNull(),
    /** What names the frame that its message was or tells of. */
    frames: text('frames').array().notNull(),
    shard: smallint('shard').notNull(),
    until: instant('until').notNull(),
  },
  (t) => [
    index('merging_deliveries_device').on(t.destinationId, t.deviceId),
    index('merging_deliveries_until').on(t.until),
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
    /** merged: went along with another one. discarded: found no partner, and its destination wants none alone. */
    state: text('state', { enum: ['delivered', 'failed', 'cancelled', 'merged', 'discarded'] }).notNull(),
    attempts: smallint('attempts').notNull(),
    statusCode: smallint('status_code'),
    /** Of the last attempt. */
    durationMs: integer('duration_ms'),
    finishedAt: instant('finished_at').notNull(),
    replayOf: bigId('replay_of'),
    /** Its message was run through its decoders again and sent for that. */
    replayId: uuid('replay_id'),
    attemptLog: json('attempt_log').notNull(),
    /** As in the queue. */
    merged: json('merged'),
    /** Of what is merged: the delivery that it went along with. */
    mergedInto: bigId('merged_into'),
  },
  (t) => [
    primaryKey({ columns: [t.id, t.receivedAt] }),
    index('deliveries_destination_finished').on(t.destinationId, t.finishedAt),
    index('deliveries_uplink').on(t.uplinkId),
  ],
);
