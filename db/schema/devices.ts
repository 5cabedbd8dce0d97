import { sql } from 'drizzle-orm';
import {
  check,
  doublePrecision,
  foreignKey,
  index,
  pgTable,
  primaryKey,
  real,
  smallint,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { bigId, idColumn, instant, ownOrPlatform, timestampColumns } from '../columns.ts';
import { deviceTypes } from './device-types.ts';
import { projects } from './projects.ts';

export const devices = pgTable(
  'devices',
  {
    id: idColumn(),
    customerId: uuid('customer_id').notNull(),
    projectId: uuid('project_id').notNull(),
    deviceTypeCustomerId: uuid('device_type_customer_id').notNull(),
    deviceTypeId: uuid('device_type_id').notNull(),
    name: text('name').notNull(),
    description: text('description'),
    barcode: text('barcode'),
    tags: text('tags').array().notNull().default([]),
    status: text('status', { enum: ['ACTIVE', 'DEACTIVATED'] })
      .notNull()
      .default('ACTIVE'),
    /** Identifier of its first network adapter in the stored form (DevEUI, IMEI, DvnUUID), kept for lists and search. */
    identifier: text('identifier'),
    /**
     * What else it is known by, each on a line: identifiers of its other adapters without separators, the ICCID of its SIM.
     * Kept by triggers of the migrations, whoever writes adapters and SIMs.
     */
    furtherIdentifiers: text('further_identifiers').notNull().default(''),
    /** What a search field looks through, each part on a line, in lower case; identifiers without separators. */
    searchText: text('search_text')
      .notNull()
      .generatedAlwaysAs(
        sql`lower(name || chr(10) || replace(coalesce(identifier, ''), '-', '') || chr(10) || coalesce(barcode, '') || chr(10) || further_identifiers)`,
      ),
    /** Where it was put, WGS 84; whatever it or its network tells beside that. Metres above sea. */
    latitude: doublePrecision('latitude'),
    longitude: doublePrecision('longitude'),
    altitude: doublePrecision('altitude'),
    /** Which of the 64 shards of the pipeline works for it; a hash of the id. */
    shard: smallint('shard').notNull(),
    ...timestampColumns(),
  },
  (t) => [
    unique('devices_customer_id_id').on(t.customerId, t.id),
    // Made by hand in the migration: it carries search_text, status, project_id and device_type_id along, which lists filter by.
    index('devices_customer_name').on(t.customerId, t.name, t.id),
    index('devices_customer_created').on(t.customerId, t.createdAt, t.id),
    index('devices_customer_modified').on(t.customerId, t.modifiedAt, t.id),
    index('devices_customer_project').on(t.customerId, t.projectId, t.name, t.id),
    index('devices_customer_type').on(t.customerId, t.deviceTypeId, t.name, t.id),
    // By CASE, not COALESCE: only of the first the planner knows that it tells nothing of rows that are refused.
    index('devices_customer_identifier').on(
      t.customerId,
      sql`(case when ${t.identifier} is null then '' else ${t.identifier} end)`,
      t.id,
    ),
    index('devices_deactivated').on(t.customerId, t.name, t.id).where(sql`${t.status} = 'DEACTIVATED'`),
    // Read by functions of the migrations only: row-level security lets no index answer LIKE or && (decision 0015).
    index('devices_search_text').using('gin', t.customerId, t.searchText.op('gin_trgm_ops')),
    index('devices_tags').using('gin', t.customerId, t.tags),
    index('devices_description')
      .using('gin', t.customerId, sql`lower(${t.description}) gin_trgm_ops`)
      .where(sql`${t.description} is not null`),
    foreignKey({
      name: 'devices_project_fk',
      columns: [t.customerId, t.projectId],
      foreignColumns: [projects.customerId, projects.id],
    }),
    foreignKey({
      name: 'devices_device_type_fk',
      columns: [t.deviceTypeCustomerId, t.deviceTypeId],
      foreignColumns: [deviceTypes.customerId, deviceTypes.id],
    }),
    check('devices_device_type_owner', ownOrPlatform(t.customerId, t.deviceTypeCustomerId)),
    check(
      'devices_location',
      sql`(latitude is null) = (longitude is null) and (altitude is null or latitude is not null) and latitude between -90 and 90 and longitude between -180 and 180`,
    ),
  ],
);

/** A physical interface of a device. Identifiers are unique on the whole platform for their kind. */
export const networkAdapters = pgTable(
  'network_adapters',
  {
    id: idColumn(),
    customerId: uuid('customer_id').notNull(),
    deviceId: uuid('device_id').notNull(),
    network: text('network', { enum: ['lora', 'cellular', 'generic'] }).notNull(),
    /** DevEUI (upper-case hex), IMEI (digits), DvnUUID (lower case). */
    identifier: text('identifier').notNull(),
    ...timestampColumns(),
  },
  (t) => [
    unique('network_adapters_customer_id_id').on(t.customerId, t.id),
    uniqueIndex('network_adapters_identifier').on(t.network, t.identifier),
    // Of both, as the foreign key asks: of a fleet that was just loaded no statistics tell that a device's are few.
    index('network_adapters_device').on(t.deviceId, t.customerId),
    index('network_adapters_customer_identifier').on(t.customerId, t.network, t.identifier),
    foreignKey({
      name: 'network_adapters_device_fk',
      columns: [t.customerId, t.deviceId],
      foreignColumns: [devices.customerId, devices.id],
    }).onDelete('cascade'),
  ],
);

/** LoRa settings of a device (connector binding `lora`). */
export const loraBindings = pgTable(
  'lora_bindings',
  {
    id: idColumn(),
    customerId: uuid('customer_id').notNull(),
    deviceId: uuid('device_id').notNull(),
    joinEui: text('join_eui').notNull(),
    /** Envelope of the AppKey; never shown again, only replaced. */
    appKey: text('app_key'),
    connectivityPlan: text('connectivity_plan').notNull().default('standard'),
    /** Kept beside the registration (lora_registrations), for lists. */
    status: text('status', {
      enum: [
        'INVENTORY',
        'PENDING_CREATE',
        'ACTIVE',
        'PENDING_UPDATE',
        'PENDING_DEACTIVATE',
        'DEACTIVATED',
        'PENDING_REACTIVATE',
        'PENDING_DELETE',
        'FAILED',
      ],
    })
      .notNull()
      .default('INVENTORY'),
    ...timestampColumns(),
  },
  (t) => [
    uniqueIndex('lora_bindings_device').on(t.deviceId),
    index('lora_bindings_customer_status').on(t.customerId, t.status),
    index('lora_bindings_customer_join_eui').on(t.customerId, t.joinEui, t.deviceId),
    foreignKey({
      name: 'lora_bindings_device_fk',
      columns: [t.customerId, t.deviceId],
      foreignColumns: [devices.customerId, devices.id],
    }).onDelete('cascade'),
  ],
);

/** The shared secret that an M2M or Internet device signs its messages with. */
export const deviceSecrets = pgTable(
  'device_secrets',
  {
    deviceId: uuid('device_id').primaryKey(),
    customerId: uuid('customer_id').notNull(),
    /** Envelope; never shown again, only replaced. Its place is `device_secrets|secret|<device id>`. */
    secret: text('secret').notNull(),
    ...timestampColumns(),
  },
  (t) => [
    foreignKey({
      name: 'device_secrets_device_fk',
      columns: [t.customerId, t.deviceId],
      foreignColumns: [devices.customerId, devices.id],
    }).onDelete('cascade'),
  ],
);

/** What the pipeline knows about a device's rhythm; written once a batch, apart from `devices` so that lists stay cheap. */
export const deviceActivity = pgTable(
  'device_activity',
  {
    deviceId: uuid('device_id').notNull(),
    customerId: uuid('customer_id').notNull(),
    /** null: never heard. The row is made with its device, so that lists can go by this order with no gap. */
    lastMessageAt: instant('last_message_at'),
    lastUplinkId: bigId('last_uplink_id'),
    /** Effective signal power of the last uplink, dBm. */
    lastSignal: real('last_signal'),
    lastSpreadingFactor: smallint('last_spreading_factor'),
    /** Learned rhythm: exponentially weighted interval between messages, seconds. */
    intervalSeconds: real('interval_seconds'),
  },
  (t) => [
    primaryKey({ columns: [t.deviceId] }),
    index('device_activity_heard').on(
      t.customerId,
      sql`(case when ${t.lastMessageAt} is null then '1970-01-01 00:00:00+00'::timestamptz else ${t.lastMessageAt} end)`,
      t.deviceId,
    ),
    foreignKey({
      name: 'device_activity_device_fk',
      columns: [t.customerId, t.deviceId],
      foreignColumns: [devices.customerId, devices.id],
    }).onDelete('cascade'),
  ],
);
