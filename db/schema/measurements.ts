import {
  bigint,
  doublePrecision,
  index,
  json,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { bigId, bytea, instant } from '../columns.ts';

/** Ordered names and units of the records of a pack, stored once a customer. */
export const shapes = pgTable(
  'shapes',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    customerId: uuid('customer_id').notNull(),
    hash: bytea('hash').notNull(),
    names: text('names').array().notNull(),
    /** '' where a record has no unit. */
    units: text('units').array().notNull(),
    /** One letter a record: n(umber) s(tring) b(oolean) d(ata). */
    kinds: text('kinds').notNull(),
  },
  (t) => [uniqueIndex('shapes_hash').on(t.customerId, t.hash)],
);

/** The records that one decoder made of one uplink: one row, values in the order of the shape. Partitioned like uplinks. */
export const packs = pgTable(
  'packs',
  {
    id: bigId('id').notNull(),
    receivedAt: instant('received_at').notNull(),
    customerId: uuid('customer_id').notNull(),
    deviceId: uuid('device_id').notNull(),
    uplinkId: bigId('uplink_id').notNull(),
    decoderId: uuid('decoder_id').notNull(),
    decoderVersionId: uuid('decoder_version_id'),
    /** Base time of the pack, the device's own where it told one. */
    time: instant('time').notNull(),
    shapeId: bigint('shape_id', { mode: 'number' }).notNull(),
    /** Numbers; booleans as 0 and 1; NaN where the record is text or data. */
    v: doublePrecision('v').array().notNull(),
    /** {s: {index: text}, t: {index: seconds after the base time}, logs}; null where there is nothing of it. */
    rest: json('rest'),
  },
  (t) => [
    primaryKey({ columns: [t.id, t.receivedAt] }),
    index('packs_device_time').on(t.deviceId, t.time),
    index('packs_uplink').on(t.uplinkId),
  ],
);

/**
 * Packs that history does not show: those that a replay replaced, which deliveries still name, and those that it made
 * for deliveries alone.
 */
export const shelvedPacks = pgTable(
  'shelved_packs',
  {
    id: bigId('id').primaryKey(),
    receivedAt: instant('received_at').notNull(),
    customerId: uuid('customer_id').notNull(),
    deviceId: uuid('device_id').notNull(),
    uplinkId: bigId('uplink_id').notNull(),
    decoderId: uuid('decoder_id').notNull(),
    decoderVersionId: uuid('decoder_version_id'),
    time: instant('time').notNull(),
    shapeId: bigint('shape_id', { mode: 'number' }).notNull(),
    v: doublePrecision('v').array().notNull(),
    rest: json('rest'),
    why: text('why', { enum: ['replaced', 'sent'] }).notNull(),
    replayId: uuid('replay_id').notNull(),
  },
  (t) => [
    index('shelved_packs_uplink').on(t.uplinkId),
    index('shelved_packs_device').on(t.deviceId),
    index('shelved_packs_received').on(t.receivedAt),
  ],
);
