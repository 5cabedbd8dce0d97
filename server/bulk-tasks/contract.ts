import { z } from 'zod';
import { type SelectedRows, selectedRowsSchema } from '#components/ui/data-table/table-query.ts';
import { instructionSchema } from '#server/downlinks/contract.ts';
import { offerDaysSchema } from '#server/firmware/contract.ts';
import { idSchema, lineSchema, tagsSchema } from '#server/platform/contract.ts';
import { replayOptionsSchema } from '#server/replays/contract.ts';
import { planNameSchema, WANTED_STATUSES } from '#server/sims/contract.ts';
import type { Field, Mapping, SheetFacts } from './sheet/columns-contract.ts';

/** Keys of the registry. */
export const BULK_KINDS = [
  'add-lora-devices',
  'add-cellular-devices',
  'add-generic-devices',
  'update-devices',
  'set-device-status',
  'link-flow',
  'unlink-flow',
  'move-devices',
  'register-devices',
  'retry-registrations',
  'set-connectivity-plan',
  'set-network-status',
  'send-instruction',
  'assign-firmware',
  'withdraw-firmware',
  'delete-devices',
  'change-sims',
  'change-device-sims',
  'replay-deliveries',
  'replay-uplinks',
] as const;
export type BulkKind = (typeof BULK_KINDS)[number];

/** Nothing of these can be taken back: to have been tried or sent again is no state that there is a way back from. */
export const FINAL_KINDS: readonly BulkKind[] = [
  'retry-registrations',
  'replay-deliveries',
  'replay-uplinks',
];

/** Lists of the portal in which things are selected for bulk work. */
export const BULK_LISTS = [
  'devices',
  'sims',
  'lora',
  'firmware-assignments',
  'deliveries',
  'messages',
] as const;
export type BulkList = (typeof BULK_LISTS)[number];

export const BULK_STATES = [
  'draft',
  'planning',
  'planned',
  'running',
  'done',
  'cancelled',
  'failed',
] as const;
export type BulkState = (typeof BULK_STATES)[number];
export const VERDICTS = ['create', 'change', 'remove', 'same', 'refuse'] as const;
export type Verdict = (typeof VERDICTS)[number];
type BulkSource = 'file' | 'selection' | 'undo';

/** As many as are done while the person waits; more go to the background. */
export const AT_ONCE = 200;
export const UNDO_HOURS = 24;
/** A file with keys that did not arrive whole is fetched again, by whoever took it. */
export const SECRETS_AGAIN_MINUTES = 15;

/** What is chosen for all rows of a task; which of it counts is the kind's to say. */
const bulkOptionsSchema = z.strictObject({
  projectId: idSchema.optional(),
  deviceTypeId: idSchema.optional(),
  flowId: idSchema.optional(),
  status: z.enum(['ACTIVE', 'DEACTIVATED']).optional(),
  connectivityPlan: lineSchema(64).min(1).optional(),
  /** Without one: the customer's first that can register. */
  connectionId: idSchema.optional(),
  networkStatus: z.enum(['ACTIVE', 'DEACTIVATED']).optional(),
  instruction: instructionSchema.optional(),
  firmwareVersionId: idSchema.optional(),
  /** How long firmware is offered. */
  days: offerDaysSchema.optional(),
  simStatus: z.enum(WANTED_STATUSES).optional(),
  communicationPlan: planNameSchema.optional(),
  ratePlan: planNameSchema.optional(),
  replay: replayOptionsSchema.optional(),
  addTags: tagsSchema.optional(),
  removeTags: tagsSchema.optional(),
  metadata: z.record(lineSchema(100).min(1), lineSchema(1000)).optional(),
  /** An empty cell of a column empties the field; otherwise it leaves it as it is. */
  emptyClears: z.boolean().optional(),
});
export type BulkOptions = z.output<typeof bulkOptionsSchema>;

/** Of these the rows come by the million and have numbers. */
const NUMBERED: readonly BulkKind[] = ['replay-deliveries', 'replay-uplinks'];

const idsIn = (rows: SelectedRows) => ('ids' in rows ? rows.ids : rows.except);

export const bulkSelectionSchema = z
  .strictObject({
    kind: z.enum(BULK_KINDS),
    /** Without it: the kind's own. */
    list: z.enum(BULK_LISTS).optional(),
    selection: selectedRowsSchema,
    options: bulkOptionsSchema,
  })
  .refine(
    ({ kind, selection }) =>
      idsIn(selection).every((id) =>
        NUMBERED.includes(kind) ? /^\d{1,15}$/.test(id) : idSchema.safeParse(id).success,
      ),
    { path: ['selection'], message: 'must hold ids' },
  );
export type BulkSelection = z.output<typeof bulkSelectionSchema>;

/** A sheet's choices stand in the address beside it, as one JSON text. */
const optionsText = z
  .string()
  .max(4000)
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue({ code: 'custom', message: 'is not JSON' });
      return z.NEVER;
    }
  })
  .pipe(bulkOptionsSchema);

export const MAX_SHEET_BYTES = 32 * 1024 * 1024;

export const bulkUploadSchema = z.strictObject({
  kind: z.enum(BULK_KINDS),
  fileName: lineSchema(255),
  options: optionsText,
});
export type BulkUpload = z.output<typeof bulkUploadSchema>;

const FIELD = /^[a-zA-Z]{1,40}$|^metadata:\S(.{0,98}\S)?$/;
export const mappingSetSchema = z.strictObject({
  id: idSchema,
  mapping: z.array(z.string().regex(FIELD).nullable()).max(200),
  options: bulkOptionsSchema,
});

export interface Reason {
  /** Heading of the column, or its letter; null: of the row as a whole. */
  column: string | null;
  field: Field | null;
  code: string;
  details: Record<string, string | number>;
}

export type Counts = Partial<Record<Verdict, number>>;

export interface BulkTaskItem {
  id: string;
  kind: BulkKind;
  source: BulkSource;
  state: BulkState;
  fileName: string | null;
  actor: { kind: 'user' | 'api-key' | 'system'; name: string };
  createdAt: Date;
  confirmedAt: Date | null;
  finishedAt: Date | null;
  /** Rows of the sheet or of the selection. */
  total: number;
  planned: Counts;
  /** Rows that something is or was to be done with. */
  toDo: number;
  done: number;
  failed: number;
}

export type Secrets = 'none' | 'waiting' | 'again' | 'taken';

export interface BulkTask extends BulkTaskItem {
  options: BulkOptions;
  sheet: SheetFacts | null;
  mapping: Mapping | null;
  /** Fields that the mapping lacks; a plan cannot be made without. */
  missing: Field[][];
  /** Choices for all rows that it lacks as well. */
  lacking: (keyof BulkOptions)[];
  failure: { code: string; details: Record<string, string | number> } | null;
  undo: { of: BulkTaskItem | null; by: BulkTaskItem | null; until: Date | null; offered: boolean };
  /** Something was generated that is shown once: it waits, was taken by the reader just now, or is gone. */
  secrets: Secrets;
  hasFile: boolean;
}

export interface BulkRowItem {
  number: number;
  verdict: Verdict;
  outcome: 'done' | 'failed' | null;
  label: string;
  objectId: string | null;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  reasons: Reason[];
}

/** What a kind takes, for the page that asks for it. */
export interface BulkKindFacts {
  kind: BulkKind;
  sources: ('file' | 'selection')[];
  /** Columns that it reads, those that identify first. */
  fields: Field[];
  /** Whether any column may be metadata. */
  metadata: boolean;
  options: (keyof BulkOptions)[];
}

export const templateQuerySchema = z.strictObject({
  kind: z.enum(BULK_KINDS),
  deviceTypeId: idSchema.optional(),
});
