import { sql } from 'drizzle-orm';
import {
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import { bytea, idColumn, instant, timestampColumns } from '../columns.ts';
import { customers } from './customers.ts';

/** One piece of bulk work: a sheet, a selection or the undoing of another, from its plan to its report. */
export const bulkTasks = pgTable(
  'bulk_tasks',
  {
    id: idColumn(),
    customerId: uuid('customer_id')
      .notNull()
      .references(() => customers.id),
    /** Key in the registry of server/bulk-tasks. */
    kind: text('kind').notNull(),
    source: text('source', { enum: ['file', 'selection', 'undo'] }).notNull(),
    state: text('state', {
      enum: ['draft', 'planning', 'planned', 'running', 'done', 'cancelled', 'failed'],
    }).notNull(),
    /** What was chosen for all rows: project, device type, flow, values. */
    options: jsonb('options').notNull().default({}),
    selection: jsonb('selection'),
    fileName: text('file_name'),
    /** How the file was read: encoding, delimiter, header row, columns with samples. */
    sheet: jsonb('sheet'),
    /** Which column is what. */
    mapping: jsonb('mapping'),
    actorKind: text('actor_kind', { enum: ['user', 'api-key', 'system'] }).notNull(),
    actorId: text('actor_id').notNull(),
    actorName: text('actor_name').notNull(),
    address: text('address'),
    via: text('via', { enum: ['portal', 'api', 'system'] }).notNull(),
    total: integer('total').notNull().default(0),
    /** Rows by verdict: {create, change, remove, same, refuse}. */
    planned: jsonb('planned').notNull().default({}),
    done: integer('done').notNull().default(0),
    failed: integer('failed').notNull().default(0),
    /** Number of the last row whose outcome is stored. */
    position: integer('position').notNull().default(0),
    /** Code of what ended the whole task. */
    failure: jsonb('failure'),
    undoOf: uuid('undo_of'),
    /** Counts claims; what a worker stores names the one it holds. */
    leaseToken: integer('lease_token').notNull().default(0),
    leaseUntil: instant('lease_until'),
    confirmedAt: instant('confirmed_at'),
    finishedAt: instant('finished_at'),
    undoUntil: instant('undo_until'),
    /** When the result file with its secrets was first taken, and by whom: only for them, and for minutes, it is there again. */
    secretsTakenAt: instant('secrets_taken_at'),
    secretsTakenBy: text('secrets_taken_by'),
    ...timestampColumns(),
  },
  (t) => [
    unique('bulk_tasks_customer_id_id').on(t.customerId, t.id),
    index('bulk_tasks_customer_created').on(t.customerId, t.createdAt, t.id),
    index('bulk_tasks_open').on(t.createdAt).where(sql`${t.state} in ('planning', 'running')`),
    foreignKey({
      name: 'bulk_tasks_undo_of_fk',
      columns: [t.customerId, t.undoOf],
      foreignColumns: [t.customerId, t.id],
    }),
  ],
);

/** A row of a task: what is planned with it, and what became of it. */
export const bulkRows = pgTable(
  'bulk_rows',
  {
    customerId: uuid('customer_id').notNull(),
    taskId: uuid('task_id').notNull(),
    /** Row of the sheet as a spreadsheet counts, from 1; of a selection, its order. */
    number: integer('number').notNull(),
    verdict: text('verdict', { enum: ['create', 'change', 'remove', 'same', 'refuse'] }).notNull(),
    outcome: text('outcome', { enum: ['done', 'failed'] }),
    /** What people know it by: identifier, else name. */
    label: text('label').notNull(),
    /** The device or SIM; given to a new one with the plan, so that it cannot be made twice. */
    objectId: uuid('object_id'),
    before: jsonb('before'),
    after: jsonb('after'),
    /** [{column, code, details}]: why it was refused or failed. */
    reasons: jsonb('reasons'),
    /** Envelope of what the portal generated for it, until the result file is taken. */
    sealed: text('sealed'),
  },
  (t) => [
    primaryKey({ columns: [t.taskId, t.number] }),
    index('bulk_rows_removed').on(t.objectId).where(sql`${t.verdict} = 'remove'`),
    foreignKey({
      name: 'bulk_rows_task_fk',
      columns: [t.customerId, t.taskId],
      foreignColumns: [bulkTasks.customerId, bulkTasks.id],
    }).onDelete('cascade'),
  ],
);

/** The file as it came, in sealed parts: it may hold keys. */
export const bulkFiles = pgTable(
  'bulk_files',
  {
    customerId: uuid('customer_id').notNull(),
    taskId: uuid('task_id').notNull(),
    part: integer('part').notNull(),
    bytes: bytea('bytes').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.taskId, t.part] }),
    foreignKey({
      name: 'bulk_files_task_fk',
      columns: [t.customerId, t.taskId],
      foreignColumns: [bulkTasks.customerId, bulkTasks.id],
    }).onDelete('cascade'),
  ],
);

/** Which column of a sheet with this header a customer last said is what. */
export const bulkMappings = pgTable(
  'bulk_mappings',
  {
    customerId: uuid('customer_id')
      .notNull()
      .references(() => customers.id),
    kind: text('kind').notNull(),
    /** SHA-256 of the header, hex. */
    signature: text('signature').notNull(),
    mapping: jsonb('mapping').notNull(),
    modifiedAt: instant('modified_at').notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.customerId, t.kind, t.signature] })],
);
