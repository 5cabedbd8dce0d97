import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  foreignKey,
  index,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { bigId, createdAtColumn, idColumn, instant, ownOrPlatform } from '../columns.ts';
import { deviceTypes } from './device-types.ts';
import { devices } from './devices.ts';
import { flows } from './flows.ts';
import { projects } from './projects.ts';
import { users } from './users.ts';

/**
 * When a device's silence is looked at next, and as what it stood at the last look. The row is made with its device;
 * a message moves nothing here, so that listening costs the pipeline nothing.
 */
export const deviceWatches = pgTable(
  'device_watches',
  {
    deviceId: uuid('device_id').primaryKey(),
    customerId: uuid('customer_id').notNull(),
    state: text('state', { enum: ['new', 'online', 'late', 'silent', 'never', 'off'] })
      .notNull()
      .default('new'),
    dueAt: instant('due_at').notNull().defaultNow(),
    /** No silence is counted before it: the device was added, or activated again. */
    baselineAt: instant('baseline_at').notNull().defaultNow(),
    /** The gateway that heard it best, and what it came in by (see `doorOf`), as of its message of `sourceAt`. */
    gateway: text('gateway'),
    door: text('door'),
    sourceAt: instant('source_at'),
  },
  (t) => [
    index('device_watches_due').on(t.dueAt),
    index('device_watches_gateway').on(t.customerId, t.gateway).where(sql`${t.gateway} is not null`),
    index('device_watches_door').on(t.customerId, t.door).where(sql`${t.door} is not null`),
    foreignKey({
      name: 'device_watches_device_fk',
      columns: [t.customerId, t.deviceId],
      foreignColumns: [devices.customerId, devices.id],
    }).onDelete('cascade'),
  ],
);

/** What several devices have in common: a gateway, a connection, a SIM account, a way in. Looked at as a whole. */
export const alertSources = pgTable(
  'alert_sources',
  {
    customerId: uuid('customer_id').notNull(),
    source: text('source').notNull(),
    dueAt: instant('due_at').notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.customerId, t.source] }), index('alert_sources_due').on(t.dueAt)],
);

/** When the platform listened: silence in between says nothing of any device. Of the installation, not of a customer. */
export const listeningSpans = pgTable('listening_spans', {
  beganAt: instant('began_at').primaryKey(),
  untilAt: instant('until_at').notNull(),
});

/** A device that is silent, or what silenced many: then `source` says what, and their alerts name it as their incident. */
export const alerts = pgTable(
  'alerts',
  {
    id: idColumn(),
    customerId: uuid('customer_id').notNull(),
    kind: text('kind', { enum: ['late', 'silent', 'never-heard', 'incident'] }).notNull(),
    deviceId: uuid('device_id'),
    /** Of an incident: `gateway:<id>`, `connection:<id>`, `sim-account:<id>`, `door:http`, … */
    source: text('source'),
    sourceName: text('source_name'),
    incidentId: uuid('incident_id'),
    status: text('status', { enum: ['open', 'resolved'] })
      .notNull()
      .default('open'),
    /** Last heard when it fell silent. */
    heardAt: instant('heard_at'),
    /** Since when it is silent: its next message was due. Of an incident, when it began. */
    sinceAt: instant('since_at').notNull(),
    openedAt: instant('opened_at').notNull(),
    silentAt: instant('silent_at'),
    resolvedAt: instant('resolved_at'),
    resolution: text('resolution', { enum: ['heard', 'deactivated', 'merged', 'gone'] }),
    /** When people were last told of it. */
    toldAt: instant('told_at'),
    acknowledgedAt: instant('acknowledged_at'),
    acknowledgedBy: text('acknowledged_by'),
    note: text('note'),
  },
  (t) => [
    unique('alerts_customer_id_id').on(t.customerId, t.id),
    uniqueIndex('alerts_open_device').on(t.deviceId).where(sql`status = 'open' and device_id is not null`),
    uniqueIndex('alerts_open_source')
      .on(t.customerId, t.source)
      .where(sql`status = 'open' and source is not null`),
    index('alerts_since').on(t.customerId, t.sinceAt, t.id),
    index('alerts_open_since').on(t.customerId, t.sinceAt, t.id).where(sql`status = 'open'`),
    index('alerts_device').on(t.deviceId, t.openedAt),
    index('alerts_incident').on(t.incidentId, t.status).where(sql`incident_id is not null`),
    index('alerts_resolved').on(t.resolvedAt).where(sql`status = 'resolved'`),
    check('alerts_of_one', sql`num_nonnulls(device_id, source) = 1`),
    check('alerts_incident_kind', sql`(kind = 'incident') = (source is not null)`),
    foreignKey({
      name: 'alerts_device_fk',
      columns: [t.customerId, t.deviceId],
      foreignColumns: [devices.customerId, devices.id],
    }).onDelete('cascade'),
    foreignKey({
      name: 'alerts_incident_fk',
      columns: [t.customerId, t.incidentId],
      foreignColumns: [t.customerId, t.id],
    }).onDelete('cascade'),
  ],
);

/** What became of an alert, in order; of those that are told, everybody hears who asked for the kind. */
export const alertEvents = pgTable(
  'alert_events',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    customerId: uuid('customer_id').notNull(),
    alertId: uuid('alert_id').notNull(),
    at: instant('at').notNull(),
    event: text('event').notNull(),
    /** null: the platform. */
    actor: text('actor'),
    detail: jsonb('detail').$type<Record<string, string | number | null>>(),
    told: boolean('told').notNull().default(false),
  },
  (t) => [
    index('alert_events_alert').on(t.alertId, t.id),
    index('alert_events_told').on(t.customerId, t.id).where(sql`told`),
    foreignKey({
      name: 'alert_events_alert_fk',
      columns: [t.customerId, t.alertId],
      foreignColumns: [alerts.customerId, alerts.id],
    }).onDelete('cascade'),
  ],
);

/** Of whose silence nobody is told: a device, those of a flow, of a project, or of a type. */
export const alertMutes = pgTable(
  'alert_mutes',
  {
    id: idColumn(),
    customerId: uuid('customer_id').notNull(),
    deviceId: uuid('device_id'),
    flowId: uuid('flow_id'),
    projectId: uuid('project_id'),
    deviceTypeCustomerId: uuid('device_type_customer_id'),
    deviceTypeId: uuid('device_type_id'),
    /** null: for good. */
    until: instant('until'),
    reason: text('reason').notNull(),
    createdBy: text('created_by').notNull(),
    createdAt: createdAtColumn(),
  },
  (t) => [
    unique('alert_mutes_customer_id_id').on(t.customerId, t.id),
    uniqueIndex('alert_mutes_device').on(t.deviceId).where(sql`device_id is not null`),
    uniqueIndex('alert_mutes_flow').on(t.flowId).where(sql`flow_id is not null`),
    uniqueIndex('alert_mutes_project').on(t.projectId).where(sql`project_id is not null`),
    uniqueIndex('alert_mutes_type').on(t.customerId, t.deviceTypeId).where(sql`device_type_id is not null`),
    check('alert_mutes_of_one', sql`num_nonnulls(device_id, flow_id, project_id, device_type_id) = 1`),
    check('alert_mutes_type_whole', sql`num_nulls(device_type_id, device_type_customer_id) <> 1`),
    check('alert_mutes_type_owner', ownOrPlatform(t.customerId, t.deviceTypeCustomerId)),
    foreignKey({
      name: 'alert_mutes_device_fk',
      columns: [t.customerId, t.deviceId],
      foreignColumns: [devices.customerId, devices.id],
    }).onDelete('cascade'),
    foreignKey({
      name: 'alert_mutes_flow_fk',
      columns: [t.customerId, t.flowId],
      foreignColumns: [flows.customerId, flows.id],
    }).onDelete('cascade'),
    foreignKey({
      name: 'alert_mutes_project_fk',
      columns: [t.customerId, t.projectId],
      foreignColumns: [projects.customerId, projects.id],
    }).onDelete('cascade'),
    foreignKey({
      name: 'alert_mutes_device_type_fk',
      columns: [t.deviceTypeCustomerId, t.deviceTypeId],
      foreignColumns: [deviceTypes.customerId, deviceTypes.id],
    }).onDelete('cascade'),
  ],
);

/** What one person wants to hear of, how, and how far they have read. No row: as `DEFAULT_WISH` says. */
export const alertReaders = pgTable(
  'alert_readers',
  {
    userId: uuid('user_id').primaryKey(),
    customerId: uuid('customer_id').notNull(),
    mail: text('mail', { enum: ['off', 'at-once', 'hourly', 'daily'] })
      .notNull()
      .default('at-once'),
    kinds: text('kinds').array().notNull(),
    /** null: of every project. */
    projectIds: uuid('project_ids').array(),
    readEventId: bigId('read_event_id').notNull().default(0),
    /** Read one by one, of those above. */
    readEventIds: bigint('read_event_ids', { mode: 'number' }).array().notNull().default([]),
    mailedEventId: bigId('mailed_event_id').notNull().default(0),
    mailedAt: instant('mailed_at'),
  },
  (t) => [
    foreignKey({
      name: 'alert_readers_user_fk',
      columns: [t.customerId, t.userId],
      foreignColumns: [users.customerId, users.id],
    }).onDelete('cascade'),
  ],
);
