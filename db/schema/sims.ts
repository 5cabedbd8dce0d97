import { type SQL, sql } from 'drizzle-orm';
import {
  type AnyPgColumn,
  bigint,
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { createdAtColumn, idColumn, instant, timestampColumns } from '../columns.ts';
import { customers } from './customers.ts';
import { devices } from './devices.ts';

/** By CASE, not COALESCE: only of the first the planner knows that it tells nothing of rows that are refused. */
const orElse = (column: AnyPgColumn, none: SQL) =>
  sql`(case when ${column} is null then ${none} else ${column} end)`;
const EPOCH = sql`'1970-01-01 00:00:00+00'::timestamptz`;
const NO_ACCOUNT = sql`'00000000-0000-0000-0000-000000000000'::uuid`;

/** A customer's account at a SIM platform. One worker at a time talks to it: the account is the lane of its jobs. */
export const simAccounts = pgTable(
  'sim_accounts',
  {
    id: idColumn(),
    customerId: uuid('customer_id')
      .notNull()
      .references(() => customers.id),
    name: text('name').notNull(),
    description: text('description'),
    /** Key in the registry of SIM platforms (server/drivers/sim-platforms). */
    platform: text('platform').notNull(),
    /** Settings that may be shown. */
    settings: jsonb('settings').notNull(),
    /** Envelope of the credentials (JSON object). */
    credentials: text('credentials').notNull(),
    status: text('status', { enum: ['active', 'disabled'] })
      .notNull()
      .default('active'),
    /** When all of its SIMs were last listed to the end, and what came of it: {found, added, changed, refused}. */
    lastSyncAt: instant('last_sync_at'),
    lastSync: jsonb('last_sync'),
    /** Of the last listing when it failed; null when it went well. */
    syncErrorCode: text('sync_error_code'),
    syncError: text('sync_error'),
    /** The platform asked for quiet until then. */
    pausedUntil: instant('paused_until'),
    /** Who works for it now: writes of an older token count for nothing. */
    leaseToken: bigint('lease_token', { mode: 'number' }).notNull().default(0),
    leaseUntil: instant('lease_until'),
    ...timestampColumns(),
  },
  (t) => [
    unique('sim_accounts_customer_id_id').on(t.customerId, t.id),
    index('sim_accounts_customer_name').on(t.customerId, t.name),
  ],
);

/** Plans that an account offers. The APNs of a SIM are those of its communication plan. */
export const simPlans = pgTable(
  'sim_plans',
  {
    id: idColumn(),
    customerId: uuid('customer_id').notNull(),
    accountId: uuid('account_id').notNull(),
    kind: text('kind', { enum: ['communication', 'rate'] }).notNull(),
    /** The platform's own name for it, which changes are asked by. */
    name: text('name').notNull(),
    apns: text('apns').array().notNull().default([]),
    ...timestampColumns(),
  },
  (t) => [
    uniqueIndex('sim_plans_name').on(t.accountId, t.kind, t.name),
    foreignKey({
      name: 'sim_plans_account_fk',
      columns: [t.customerId, t.accountId],
      foreignColumns: [simAccounts.customerId, simAccounts.id],
    }).onDelete('cascade'),
  ],
);

/** Of SIMs that are in no device: which are offered first. */
export const freeOrder = (status: AnyPgColumn) =>
  sql`(case ${status} when 'ACTIVATED' then 0 when 'ACTIVATION_READY' then 1 when 'INVENTORY' then 2 else 3 end)`;

export const sims = pgTable(
  'sims',
  {
    id: idColumn(),
    customerId: uuid('customer_id').notNull(),
    /** null: typed in at a device, no account has listed it. */
    accountId: uuid('account_id'),
    iccid: text('iccid').notNull(),
    imsi: text('imsi'),
    msisdn: text('msisdn'),
    /** Of the modem that the platform last saw it in. */
    imei: text('imei'),
    /** Emptied when the device goes. */
    deviceId: uuid('device_id'),
    /** Of that device: one index gives the list by it. Kept by triggers of the migrations. */
    deviceName: text('device_name'),
    linkedAt: instant('linked_at'),
    /** As the platform last told it; what is wanted and not yet so stands in `sim_jobs`. */
    status: text('status', {
      enum: ['UNKNOWN', 'INVENTORY', 'ACTIVATION_READY', 'ACTIVATED', 'DEACTIVATED', 'RETIRED'],
    })
      .notNull()
      .default('UNKNOWN'),
    /** The platform's own word for it. */
    platformStatus: text('platform_status'),
    communicationPlan: text('communication_plan'),
    ratePlan: text('rate_plan'),
    addedAt: instant('added_at'),
    activatedAt: instant('activated_at'),
    /** Account and customer that the platform names as its owner. */
    platformAccount: text('platform_account'),
    platformCustomer: text('platform_customer'),
    /** Of the billing month so far; bytes both ways. */
    cycleBytes: bigint('cycle_bytes', { mode: 'number' }),
    cycleSms: integer('cycle_sms'),
    cycleSessions: integer('cycle_sessions'),
    usageReadAt: instant('usage_read_at'),
    sessionStartedAt: instant('session_started_at'),
    sessionEndedAt: instant('session_ended_at'),
    ipAddress: text('ip_address'),
    syncedAt: instant('synced_at'),
    syncErrorCode: text('sync_error_code'),
    syncError: text('sync_error'),
    /** Its numbers, each on a line: what a search field looks through. */
    searchText: text('search_text')
      .notNull()
      .generatedAlwaysAs(
        sql`iccid || chr(10) || coalesce(msisdn, '') || chr(10) || coalesce(imei, '') || chr(10) || coalesce(imsi, '')`,
      ),
    ...timestampColumns(),
  },
  (t) => [
    unique('sims_customer_id_id').on(t.customerId, t.id),
    uniqueIndex('sims_iccid').on(t.iccid),
    uniqueIndex('sims_device').on(t.deviceId),
    index('sims_customer_iccid').on(t.customerId, t.iccid, t.id),
    index('sims_account').on(t.accountId),
    // Orders of the list. Reading a SIM's usage writes to three of them; a message of a device to none.
    index('sims_customer_status').on(t.customerId, t.status, t.id),
    index('sims_customer_device_name').on(t.customerId, orElse(t.deviceName, sql`''`), t.id),
    index('sims_customer_msisdn').on(t.customerId, orElse(t.msisdn, sql`''`), t.id),
    index('sims_customer_communication_plan').on(t.customerId, orElse(t.communicationPlan, sql`''`), t.id),
    index('sims_customer_rate_plan').on(t.customerId, orElse(t.ratePlan, sql`''`), t.id),
    index('sims_customer_account').on(t.customerId, orElse(t.accountId, NO_ACCOUNT), t.id),
    index('sims_customer_cycle_bytes').on(t.customerId, orElse(t.cycleBytes, sql`0`), t.id),
    index('sims_customer_activated').on(t.customerId, orElse(t.activatedAt, EPOCH), t.id),
    index('sims_customer_synced').on(t.customerId, orElse(t.syncedAt, EPOCH), t.id),
    index('sims_in_no_device').on(t.customerId, t.iccid, t.id).where(sql`${t.deviceId} is null`),
    // What pickers offer: those ready for use first.
    index('sims_free')
      .on(t.customerId, freeOrder(t.status), t.iccid)
      .where(sql`${t.deviceId} is null and ${t.status} <> 'RETIRED'`),
    // Read by sims_like alone (decision 0015).
    index('sims_search_text').using('gin', t.customerId, t.searchText.op('gin_trgm_ops')),
    foreignKey({
      name: 'sims_account_fk',
      columns: [t.customerId, t.accountId],
      foreignColumns: [simAccounts.customerId, simAccounts.id],
    }).onDelete('cascade'),
    // The migration empties device_id alone, which drizzle cannot say.
    foreignKey({
      name: 'sims_device_fk',
      columns: [t.customerId, t.deviceId],
      foreignColumns: [devices.customerId, devices.id],
    }).onDelete('set null'),
  ],
);

/** What is to be asked of a SIM platform, and changes that were asked: the wish is a row before it is a call. */
export const simJobs = pgTable(
  'sim_jobs',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    customerId: uuid('customer_id').notNull(),
    accountId: uuid('account_id').notNull(),
    /** null: for the account as a whole. */
    simId: uuid('sim_id'),
    kind: text('kind', {
      enum: ['sync-account', 'sync', 'status', 'communication-plan', 'rate-plan'],
    }).notNull(),
    before: text('before'),
    wanted: text('wanted'),
    state: text('state', { enum: ['pending', 'done', 'failed', 'superseded'] })
      .notNull()
      .default('pending'),
    /** Lower goes first: changes, what somebody waits for, listings, routine. */
    priority: smallint('priority').notNull(),
    attempts: smallint('attempts').notNull().default(0),
    dueAt: instant('due_at').notNull().defaultNow(),
    /** Of the last attempt that failed: a stable code and the platform's own words. */
    errorCode: text('error_code'),
    error: text('error'),
    requestedBy: text('requested_by'),
    createdAt: createdAtColumn(),
    finishedAt: instant('finished_at'),
  },
  (t) => [
    uniqueIndex('sim_jobs_open_of_sim')
      .on(t.simId, t.kind)
      .where(sql`state = 'pending' and sim_id is not null`),
    uniqueIndex('sim_jobs_open_of_account')
      .on(t.accountId, t.kind)
      .where(sql`state = 'pending' and sim_id is null`),
    index('sim_jobs_open').on(t.accountId, t.priority, t.dueAt).where(sql`state = 'pending'`),
    index('sim_jobs_sim').on(t.simId, t.id),
    index('sim_jobs_changing')
      .on(t.customerId, t.simId)
      .where(sql`kind = 'status' and state in ('pending', 'failed')`),
    foreignKey({
      name: 'sim_jobs_account_fk',
      columns: [t.customerId, t.accountId],
      foreignColumns: [simAccounts.customerId, simAccounts.id],
    }).onDelete('cascade'),
    foreignKey({
      name: 'sim_jobs_sim_fk',
      columns: [t.customerId, t.simId],
      foreignColumns: [sims.customerId, sims.id],
    }).onDelete('cascade'),
  ],
);

export const simUsageDays = pgTable(
  'sim_usage_days',
  {
    customerId: uuid('customer_id').notNull(),
    simId: uuid('sim_id').notNull(),
    /** UTC. */
    day: date('day').notNull(),
    bytes: bigint('bytes', { mode: 'number' }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.simId, t.day] }),
    foreignKey({
      name: 'sim_usage_days_sim_fk',
      columns: [t.customerId, t.simId],
      foreignColumns: [sims.customerId, sims.id],
    }).onDelete('cascade'),
  ],
);

/** What the simulated SIM platform knows of its SIMs; the portal learns it through the driver, as of any platform. */
export const simulatedSims = pgTable(
  'simulated_sims',
  {
    iccid: text('iccid').primaryKey(),
    customerId: uuid('customer_id').notNull(),
    accountId: uuid('account_id').notNull(),
    /** simulatedSimSchema of the driver. */
    sim: jsonb('sim').notNull(),
    modifiedAt: instant('modified_at').notNull().defaultNow(),
  },
  (t) => [
    index('simulated_sims_account').on(t.accountId, t.modifiedAt, t.iccid),
    foreignKey({
      name: 'simulated_sims_account_fk',
      columns: [t.customerId, t.accountId],
      foreignColumns: [simAccounts.customerId, simAccounts.id],
    }).onDelete('cascade'),
  ],
);
