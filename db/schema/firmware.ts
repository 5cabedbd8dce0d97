import { sql } from 'drizzle-orm';
import {
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { bytea, idColumn, instant, ownOrPlatform, timestampColumns } from '../columns.ts';
import { deviceTypes } from './device-types.ts';
import { devices } from './devices.ts';
import { downlinks } from './downlinks.ts';

/** For the devices of one type: a file that they fetch, a downlink that has them take it, or both. It never changes. */
export const firmwareVersions = pgTable(
  'firmware_versions',
  {
    id: idColumn(),
    customerId: uuid('customer_id').notNull(),
    deviceTypeCustomerId: uuid('device_type_customer_id').notNull(),
    deviceTypeId: uuid('device_type_id').notNull(),
    /** As devices report it. */
    version: text('version').notNull(),
    notes: text('notes'),
    fileName: text('file_name'),
    size: integer('size'),
    /** Hex. */
    sha256: text('sha256'),
    /** What devices on LoRa are sent: {port, payloadHex}. */
    command: jsonb('command'),
    createdBy: text('created_by').notNull(),
    ...timestampColumns(),
  },
  (t) => [
    unique('firmware_versions_customer_id_id').on(t.customerId, t.id),
    uniqueIndex('firmware_versions_version').on(t.customerId, t.deviceTypeId, t.version),
    index('firmware_versions_created').on(t.customerId, t.createdAt, t.id),
    foreignKey({
      name: 'firmware_versions_device_type_fk',
      columns: [t.deviceTypeCustomerId, t.deviceTypeId],
      foreignColumns: [deviceTypes.customerId, deviceTypes.id],
    }),
    check('firmware_versions_device_type_owner', ownOrPlatform(t.customerId, t.deviceTypeCustomerId)),
    check('firmware_versions_file_whole', sql`num_nulls(file_name, size, sha256) in (0, 3)`),
    check('firmware_versions_way', sql`file_name is not null or command is not null`),
  ],
);

/** The file in pieces of one size, so that a range is read without the rest. */
export const firmwareChunks = pgTable(
  'firmware_chunks',
  {
    customerId: uuid('customer_id').notNull(),
    firmwareVersionId: uuid('firmware_version_id').notNull(),
    number: integer('number').notNull(),
    bytes: bytea('bytes').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.firmwareVersionId, t.number] }),
    foreignKey({
      name: 'firmware_chunks_version_fk',
      columns: [t.customerId, t.firmwareVersionId],
      foreignColumns: [firmwareVersions.customerId, firmwareVersions.id],
    }).onDelete('cascade'),
  ],
);

/** A device that is to get a version; open while offered or downloading, one at a time. */
export const firmwareAssignments = pgTable(
  'firmware_assignments',
  {
    id: idColumn(),
    customerId: uuid('customer_id').notNull(),
    deviceId: uuid('device_id').notNull(),
    firmwareVersionId: uuid('firmware_version_id').notNull(),
    status: text('status', { enum: ['offered', 'downloading', 'installed', 'failed', 'cancelled'] })
      .notNull()
      .default('offered'),
    /** When it became so. */
    statusAt: instant('status_at').notNull().defaultNow(),
    /** End of the furthest part that was fetched. */
    fetchedBytes: integer('fetched_bytes').notNull().default(0),
    /** Why it failed or was cancelled: a code. */
    reason: text('reason'),
    /** The command on its way; null: the device fetches the file. */
    downlinkId: uuid('downlink_id'),
    /** Not offered and not downloaded after this. */
    expiresAt: instant('expires_at').notNull(),
    createdBy: text('created_by').notNull(),
    ...timestampColumns(),
  },
  (t) => [
    unique('firmware_assignments_customer_id_id').on(t.customerId, t.id),
    uniqueIndex('firmware_assignments_open').on(t.deviceId).where(sql`status in ('offered', 'downloading')`),
    index('firmware_assignments_created').on(t.customerId, t.createdAt, t.id),
    index('firmware_assignments_version').on(t.firmwareVersionId, t.status),
    index('firmware_assignments_device').on(t.deviceId, t.createdAt),
    uniqueIndex('firmware_assignments_downlink').on(t.downlinkId).where(sql`downlink_id is not null`),
    // A device may say nothing to its command, and report the version all the same.
    index('firmware_assignments_unanswered')
      .on(t.expiresAt)
      .where(sql`status = 'failed' and downlink_id is not null`),
    foreignKey({
      name: 'firmware_assignments_device_fk',
      columns: [t.customerId, t.deviceId],
      foreignColumns: [devices.customerId, devices.id],
    }).onDelete('cascade'),
    foreignKey({
      name: 'firmware_assignments_version_fk',
      columns: [t.customerId, t.firmwareVersionId],
      foreignColumns: [firmwareVersions.customerId, firmwareVersions.id],
    }).onDelete('cascade'),
    // Both go with their device.
    foreignKey({
      name: 'firmware_assignments_downlink_fk',
      columns: [t.customerId, t.downlinkId],
      foreignColumns: [downlinks.customerId, downlinks.id],
    }).onDelete('cascade'),
  ],
);
