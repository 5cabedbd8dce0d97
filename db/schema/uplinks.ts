import { sql } from 'drizzle-orm';
import {
  boolean,
  index,
  integer,
  json,
  jsonb,
  pgTable,
  primaryKey,
  real,
  smallint,
  text,
  uuid,
} from 'drizzle-orm/pg-core';
import { bigId, bytea, instant } from '../columns.ts';

/**
 * Everything a device or its network server told us, as accepted. Partitioned by week of `received_at`
 * (the migration says PARTITION BY; drizzle cannot). Rows are written once and never changed.
 */
export const uplinks = pgTable(
  'uplinks',
  {
    id: bigId('id').notNull(),
    receivedAt: instant('received_at').notNull(),
    customerId: uuid('customer_id').notNull(),
    deviceId: uuid('device_id').notNull(),
    connectionId: uuid('connection_id'),
    /** LoraEvent kinds (server/protocols/lorawan/event.ts) prefixed by the way in, e.g. `lora.uplink`. */
    kind: text('kind').notNull(),
    occurredAt: instant('occurred_at').notNull(),
    fCntUp: bigId('f_cnt_up'),
    fPort: smallint('f_port'),
    /** Effective signal power of the best reception, dBm. */
    signal: real('signal'),
    spreadingFactor: smallint('spreading_factor'),
    /** False for a deactivated device: kept, not processed. */
    processed: boolean('processed').notNull().default(true),
    /** The internal form that decoders and pages read. */
    event: json('event').notNull(),
    /** Where the exact bytes are: segment, offset and length after inflating. */
    bodyId: bigId('body_id').notNull(),
    bodyOffset: integer('body_offset').notNull(),
    bodyLength: integer('body_length').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.id, t.receivedAt] }),
    index('uplinks_device_received').on(t.deviceId, t.receivedAt),
    // Where a network last solved a device to be, however long ago.
    index('uplinks_located').on(t.deviceId, t.receivedAt).where(sql`${t.kind} = 'lora.location'`),
  ],
);

/** The exact bytes of one customer's messages of one accepted batch, deflated together. Partitioned like uplinks. */
export const uplinkBodies = pgTable(
  'uplink_bodies',
  {
    id: bigId('id').notNull(),
    receivedAt: instant('received_at').notNull(),
    customerId: uuid('customer_id').notNull(),
    bytes: bytea('bytes').notNull(),
  },
  (t) => [primaryKey({ columns: [t.id, t.receivedAt] })],
);

/** What was stored already: a network server's retry finds its identity here and is not stored again. */
export const uplinkIdentities = pgTable(
  'uplink_identities',
  {
    deviceId: uuid('device_id').notNull(),
    /** First 16 bytes of the SHA-256 of the event's identity. */
    identity: bytea('identity').notNull(),
    customerId: uuid('customer_id').notNull(),
    uplinkId: bigId('uplink_id').notNull(),
    receivedAt: instant('received_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.deviceId, t.identity] }),
    index('uplink_identities_received').on(t.receivedAt),
  ],
);

/** Accepted and not yet recorded. A row leaves in the very transaction that records what became of it. */
export const uplinkQueue = pgTable('uplink_queue', {
  uplinkId: bigId('uplink_id').primaryKey(),
  shard: smallint('shard').notNull(),
  customerId: uuid('customer_id').notNull(),
  deviceId: uuid('device_id').notNull(),
  receivedAt: instant('received_at').notNull(),
});

/** A decoder that could not make records of an uplink: its error and what it logged. */
export const decodingFailures = pgTable(
  'decoding_failures',
  {
    uplinkId: bigId('uplink_id').notNull(),
    decoderId: uuid('decoder_id').notNull(),
    customerId: uuid('customer_id').notNull(),
    deviceId: uuid('device_id').notNull(),
    decoderVersionId: uuid('decoder_version_id'),
    receivedAt: instant('received_at').notNull(),
    /** {name, message, line, column}. */
    error: json('error').notNull(),
    logs: json('logs'),
  },
  (t) => [
    primaryKey({ columns: [t.uplinkId, t.decoderId] }),
    index('decoding_failures_device').on(t.deviceId, t.receivedAt),
    index('decoding_failures_decoder').on(t.customerId, t.decoderId, t.receivedAt),
    // Of 600,000 rows the hourly purge and a flow's last day read 4 and 375 pages by it; Postgres 18 skips through the
    // index above with 244 and 525, an older one reads all 14,000.
    index('decoding_failures_received_at').on(t.receivedAt),
  ],
);

/** That a message was run through decoders again, for real: by whom, into what, and what it changed. */
export const uplinkReplays = pgTable(
  'uplink_replays',
  {
    uplinkId: bigId('uplink_id').notNull(),
    /** The bulk task, or one of its own for a single message. */
    replayId: uuid('replay_id').notNull(),
    customerId: uuid('customer_id').notNull(),
    deviceId: uuid('device_id').notNull(),
    receivedAt: instant('received_at').notNull(),
    at: instant('at').notNull().defaultNow(),
    actorName: text('actor_name').notNull(),
    /** {history, twin, deliveries: how many}. */
    into: jsonb('into').notNull(),
    /** Steps of which something changed: [{decoderId, versionId, verdict, changes}]. */
    steps: jsonb('steps').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.uplinkId, t.replayId] }),
    index('uplink_replays_device').on(t.deviceId),
    index('uplink_replays_received').on(t.receivedAt),
  ],
);

/** Who works for a shard: a worker's lease and the fencing token that its writes must still carry. */
export const shardLeases = pgTable('shard_leases', {
  shard: smallint('shard').primaryKey(),
  worker: uuid('worker'),
  token: bigId('token').notNull().default(0),
  leaseUntil: instant('lease_until').notNull(),
});
