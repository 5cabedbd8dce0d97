import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  customType,
  date,
  doublePrecision,
  foreignKey,
  index,
  integer,
  json,
  pgTable,
  pgView,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { bigId, bytea, instant } from '../columns.ts';
import { devices } from './devices.ts';

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

const packColumns = () => ({
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
});

/** The records that one decoder made of one uplink: one row, values in the order of the shape. Partitioned like uplinks. */
export const packs = pgTable('packs', packColumns(), (t) => [
  primaryKey({ columns: [t.id, t.receivedAt] }),
  index('packs_device_time').on(t.deviceId, t.time),
  index('packs_uplink').on(t.uplinkId),
]);

/** What a pack has of its own; the rest stands once in the row that holds many (the migration makes the type). */
const keptPacks = customType<{ data: never }>({ dataType: () => 'kept_pack[]' });

/**
 * Packs whose messages are gone, up to 512 of one device and week in one row, in the order of their time. `packs` holds
 * none of them any more.
 */
export const packWeeks = pgTable(
  'pack_weeks',
  {
    /** Monday of the week (UTC) in which they were received. */
    week: date('week').notNull(),
    customerId: uuid('customer_id').notNull(),
    deviceId: uuid('device_id').notNull(),
    decoderId: uuid('decoder_id').notNull(),
    decoderVersionId: uuid('decoder_version_id'),
    shapeId: bigint('shape_id', { mode: 'number' }).notNull(),
    /** Time of the first and of the last. */
    since: instant('since').notNull(),
    until: instant('until').notNull(),
    packs: keptPacks('packs').notNull(),
  },
  (t) => [index('pack_weeks_device').on(t.deviceId, t.until), index('pack_weeks_week').on(t.week)],
);

/**
 * Every pack, wherever it is kept. Whoever knows a stretch of time says it of `since` and `until`, too: by them rows of
 * many packs are found without being opened.
 */
export const allPacks = pgView('all_packs', {
  ...packColumns(),
  since: instant('since').notNull(),
  until: instant('until').notNull(),
}).existing();

/**
 * Packs of which records lie more than two days behind their first, or more than a day after they were received: who looks
 * into a period finds them here, as no other pack reaches into it from so far. A trigger keeps them, with whatever stores
 * packs; they stay here where the pack is taken away or moved, and then lead to where it stands or to nothing.
 */
export const farPacks = pgTable(
  'far_packs',
  {
    packId: bigId('pack_id').primaryKey(),
    receivedAt: instant('received_at').notNull(),
    customerId: uuid('customer_id').notNull(),
    deviceId: uuid('device_id').notNull(),
    /** Time of the first record, which is the pack's, and of the last. */
    since: instant('since').notNull(),
    until: instant('until').notNull(),
  },
  (t) => [index('far_packs_device').on(t.deviceId, t.until), index('far_packs_received').on(t.receivedAt)],
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

/**
 * A day (UTC) of a device that sends often, folded into hours: what long graphs read instead of its packs. A day without
 * a row is read from its packs, so a row is never needed and always the same as what it was made of.
 */
export const measureDays = pgTable(
  'measure_days',
  {
    deviceId: uuid('device_id').notNull(),
    customerId: uuid('customer_id').notNull(),
    day: date('day').notNull(),
    names: text('names').array().notNull(),
    /** '' where a name has no unit. */
    units: text('units').array().notNull(),
    /** 24 of each name, in the order of `names`: how many values, and their lowest, highest and sum. */
    n: integer('n').array().notNull(),
    lo: doublePrecision('lo').array().notNull(),
    hi: doublePrecision('hi').array().notNull(),
    total: doublePrecision('total').array().notNull(),
    /** Packs of the day were taken away since (a trigger says so): not to be read until it is made anew. */
    stale: boolean('stale').notNull().default(false),
  },
  (t) => [
    primaryKey({ columns: [t.deviceId, t.day] }),
    index('measure_days_stale').on(t.deviceId).where(sql`${t.stale}`),
    foreignKey({
      name: 'measure_days_device_fk',
      columns: [t.customerId, t.deviceId],
      foreignColumns: [devices.customerId, devices.id],
    }).onDelete('cascade'),
  ],
);

/** How far packs have been looked at for days to fold: one row. */
export const foldingProgress = pgTable('folding_progress', {
  id: smallint('id').primaryKey(),
  /** Packs up to this id were looked at. */
  packId: bigId('pack_id').notNull().default(0),
  /** Where packs of the present day began: looked at again when it is over. */
  openFrom: bigId('open_from'),
  /** The present day when it was last looked. */
  day: date('day').notNull(),
  /** The newest pack that was seen then: what was given an id before is stored by now. */
  seenId: bigId('seen_id').notNull().default(0),
  seenAt: instant('seen_at').notNull(),
});
