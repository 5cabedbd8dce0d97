import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  foreignKey,
  integer,
  jsonb,
  pgTable,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import {
  bytea,
  createdAtColumn,
  idColumn,
  instant,
  oneOf,
  ownOrPlatform,
  timestampColumns,
} from '../columns.ts';
import { customers } from './customers.ts';
import { messageFormats } from './message-formats.ts';

/** A kind of device. The platform's own rows are the catalogue, readable by every customer. */
export const deviceTypes = pgTable(
  'device_types',
  {
    id: idColumn(),
    customerId: uuid('customer_id')
      .notNull()
      .references(() => customers.id),
    /** Stable name for programs, unique within its owner. */
    slug: text('slug').notNull(),
    name: text('name').notNull(),
    description: text('description'),
    /** managed: bought with the platform, locked; own: brought by the customer. */
    category: text('category', { enum: ['managed', 'own'] }).notNull(),
    group: text('group').notNull(),
    networks: text('networks').array().notNull(),
    /** Whether the portal generates the LoRa keys or the customer types them. */
    loraKeys: text('lora_keys', { enum: ['generated', 'preset'] }),
    expectedIntervalSeconds: integer('expected_interval_seconds'),
    batteryChemistry: text('battery_chemistry'),
    /** Measurement names that tell of the device itself, beside those that do for every type. */
    deviceNames: text('device_names').array().notNull().default([]),
    /** False: what its devices measure is delivered and shown as the newest value, not kept. */
    keepsHistory: boolean('keeps_history').notNull().default(true),
    /** Decoders that its devices are known by but whose byte layout is not public: [{name, uuid, description}]. */
    unreadDecoders: jsonb('unread_decoders').notNull().default([]),
    /** What a twin of it can be asked to be: [{name, label, kind, unit, choices, min, max, command}]. */
    controls: jsonb('controls').notNull().default([]),
    ...timestampColumns(),
  },
  (t) => [
    unique('device_types_customer_id_id').on(t.customerId, t.id),
    uniqueIndex('device_types_slug').on(t.customerId, t.slug),
  ],
);

/** What its devices look like. Apart from the type, so that reading types does not read pictures. */
export const deviceTypePictures = pgTable(
  'device_type_pictures',
  {
    deviceTypeId: uuid('device_type_id').primaryKey(),
    customerId: uuid('customer_id').notNull(),
    mediaType: text('media_type', { enum: ['image/png', 'image/jpeg', 'image/webp'] }).notNull(),
    /** Hex, of the bytes: names this picture where it is kept. */
    sha256: text('sha256').notNull(),
    bytes: bytea('bytes').notNull(),
    createdAt: createdAtColumn(),
  },
  (t) => [
    foreignKey({
      name: 'device_type_pictures_type_fk',
      columns: [t.customerId, t.deviceTypeId],
      foreignColumns: [deviceTypes.customerId, deviceTypes.id],
    }).onDelete('cascade'),
    check('device_type_pictures_size', sql`octet_length(bytes) between 1 and 524288`),
  ],
);

/** Turns a device's own protocol into SenML: built in (code of ours) or a script of the customer. */
export const decoders = pgTable(
  'decoders',
  {
    id: idColumn(),
    customerId: uuid('customer_id')
      .notNull()
      .references(() => customers.id),
    kind: text('kind', { enum: ['built-in', 'script'] }).notNull(),
    /** Key in the registry of built-in decoders (server/decoders/built-in). */
    builtIn: text('built_in'),
    name: text('name').notNull(),
    description: text('description'),
    /** Expected records: [{name, type, unit, example, description}]. */
    records: jsonb('records').notNull().default([]),
    /** The published version of a script; null until the first is published. */
    currentVersionId: uuid('current_version_id'),
    /** Which messages go through another version than that one: `VersionRule[]` of server/decoders/version-rules.ts, in order. */
    versionRules: jsonb('version_rules').notNull().default([]),
    ...timestampColumns(),
  },
  (t) => [unique('decoders_customer_id_id').on(t.customerId, t.id)],
);

/** Which decoders a device type offers. */
export const deviceTypeDecoders = pgTable(
  'device_type_decoders',
  {
    customerId: uuid('customer_id').notNull(),
    deviceTypeCustomerId: uuid('device_type_customer_id').notNull(),
    deviceTypeId: uuid('device_type_id').notNull(),
    decoderCustomerId: uuid('decoder_customer_id').notNull(),
    decoderId: uuid('decoder_id').notNull(),
  },
  (t) => [
    unique('device_type_decoders_link').on(t.customerId, t.deviceTypeId, t.decoderId),
    foreignKey({
      name: 'device_type_decoders_type_fk',
      columns: [t.deviceTypeCustomerId, t.deviceTypeId],
      foreignColumns: [deviceTypes.customerId, deviceTypes.id],
    }).onDelete('cascade'),
    foreignKey({
      name: 'device_type_decoders_decoder_fk',
      columns: [t.decoderCustomerId, t.decoderId],
      foreignColumns: [decoders.customerId, decoders.id],
    }).onDelete('cascade'),
    check('device_type_decoders_type_owner', ownOrPlatform(t.customerId, t.deviceTypeCustomerId)),
    check('device_type_decoders_decoder_owner', ownOrPlatform(t.customerId, t.decoderCustomerId)),
  ],
);

/**
 * A script as it was at one moment. Published means frozen: rows are never updated but for `publishedAt`. The table is
 * called as it was when decoders alone had scripts: workers of the release before ask for it by that name.
 */
export const scriptVersions = pgTable(
  'decoder_versions',
  {
    id: idColumn(),
    customerId: uuid('customer_id').notNull(),
    decoderId: uuid('decoder_id'),
    encoderId: uuid('encoder_id'),
    formatId: uuid('format_id'),
    number: integer('number').notNull(),
    contract: text('contract', { enum: ['things', 'ts013', 'format'] }).notNull(),
    source: text('source').notNull(),
    /** SHA-256 of the source, hex: the sandbox's key. */
    sourceHash: text('source_hash').notNull(),
    /** ts013 decoders only: {[path]: {name?, unit?, factor?}}. */
    mapping: jsonb('mapping').notNull().default({}),
    createdBy: text('created_by').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
    publishedAt: instant('published_at'),
  },
  (t) => [
    unique('decoder_versions_customer_id_id').on(t.customerId, t.id),
    uniqueIndex('decoder_versions_number').on(t.decoderId, t.number),
    uniqueIndex('encoder_versions_number').on(t.encoderId, t.number),
    uniqueIndex('format_versions_number').on(t.formatId, t.number),
    foreignKey({
      name: 'decoder_versions_decoder_fk',
      columns: [t.customerId, t.decoderId],
      foreignColumns: [decoders.customerId, decoders.id],
    }).onDelete('cascade'),
    foreignKey({
      name: 'decoder_versions_encoder_fk',
      columns: [t.customerId, t.encoderId],
      foreignColumns: [encoders.customerId, encoders.id],
    }).onDelete('cascade'),
    foreignKey({
      name: 'decoder_versions_format_fk',
      columns: [t.customerId, t.formatId],
      foreignColumns: [messageFormats.customerId, messageFormats.id],
    }).onDelete('cascade'),
    check('decoder_versions_owner', oneOf(t.decoderId, t.encoderId, t.formatId)),
  ],
);

/**
 * Scripts that the platform stopped running because they kept ending their process. Of one version: another one that is
 * published runs. Gone when somebody resumes it.
 */
export const decoderSuspensions = pgTable(
  'decoder_suspensions',
  {
    decoderId: uuid('decoder_id').primaryKey(),
    customerId: uuid('customer_id').notNull(),
    decoderVersionId: uuid('decoder_version_id').notNull(),
    reason: text('reason', { enum: ['killed'] }).notNull(),
    suspendedAt: instant('suspended_at').notNull().defaultNow(),
  },
  (t) => [
    foreignKey({
      name: 'decoder_suspensions_decoder_fk',
      columns: [t.customerId, t.decoderId],
      foreignColumns: [decoders.customerId, decoders.id],
    }).onDelete('cascade'),
    foreignKey({
      name: 'decoder_suspensions_version_fk',
      columns: [t.customerId, t.decoderVersionId],
      foreignColumns: [scriptVersions.customerId, scriptVersions.id],
    }).onDelete('cascade'),
  ],
);

/** Turns a command into what a device understands: by a table of hex, as the bytes or records that are given, or by a script. */
export const encoders = pgTable(
  'encoders',
  {
    id: idColumn(),
    customerId: uuid('customer_id')
      .notNull()
      .references(() => customers.id),
    kind: text('kind', { enum: ['table', 'raw-lora', 'senml', 'script'] }).notNull(),
    name: text('name').notNull(),
    description: text('description'),
    /** Whether one downlink may carry several of its commands, concatenated. */
    combines: boolean('combines').notNull().default(false),
    /** Of a table: [{name, values: [{value, hex: [one a downlink]}]}]; a command without values takes hex as it is given. */
    commands: jsonb('commands').notNull().default([]),
    /** Of a script: the published version; null until the first is published. */
    currentVersionId: uuid('current_version_id'),
    ...timestampColumns(),
  },
  (t) => [unique('encoders_customer_id_id').on(t.customerId, t.id)],
);

/** Which encoders a device type offers. */
export const deviceTypeEncoders = pgTable(
  'device_type_encoders',
  {
    customerId: uuid('customer_id').notNull(),
    deviceTypeCustomerId: uuid('device_type_customer_id').notNull(),
    deviceTypeId: uuid('device_type_id').notNull(),
    encoderCustomerId: uuid('encoder_customer_id').notNull(),
    encoderId: uuid('encoder_id').notNull(),
  },
  (t) => [
    unique('device_type_encoders_link').on(t.customerId, t.deviceTypeId, t.encoderId),
    foreignKey({
      name: 'device_type_encoders_type_fk',
      columns: [t.deviceTypeCustomerId, t.deviceTypeId],
      foreignColumns: [deviceTypes.customerId, deviceTypes.id],
    }).onDelete('cascade'),
    foreignKey({
      name: 'device_type_encoders_encoder_fk',
      columns: [t.encoderCustomerId, t.encoderId],
      foreignColumns: [encoders.customerId, encoders.id],
    }).onDelete('cascade'),
    check('device_type_encoders_type_owner', ownOrPlatform(t.customerId, t.deviceTypeCustomerId)),
    check('device_type_encoders_encoder_owner', ownOrPlatform(t.customerId, t.encoderCustomerId)),
  ],
);
