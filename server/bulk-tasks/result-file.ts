import { stringify } from 'csv-stringify/sync';
import { type Actor, authorize } from '#server/access/actor.ts';
import { recordAudit } from '#server/audit/record-audit.ts';
import { dataKeyOf } from '#server/platform/data-keys.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import type { DataKey } from '#server/platform/secrets.ts';
import type { Reason } from './contract.ts';
import type { StoredRow } from './definition.ts';
import { openFile } from './files.sql.ts';
import { definitionOf } from './registry.ts';
import { lockTask, type StoredTask, selectTask, updateTask } from './repository.ts';
import { openOfRow } from './row-seal.ts';
import { forgetGenerated, selectRowsAfter } from './rows.sql.ts';
import { columnName } from './rules.ts';
import { readRows } from './sheet/read-sheet.ts';
import { recognise } from './sheet/recognise.ts';

/** Why a row was refused, in the reader's language. */
export type ReasonWords = (reason: Reason) => string;

const PART = 1_000;
const BOM = '\ufeff';

/** Texts that a spreadsheet would compute get an apostrophe, which our own reading takes away again. */
const csv = (rows: unknown[][]): string =>
  stringify(rows, { record_delimiter: 'windows', escape_formulas: true, cast: { boolean: String } });

async function* rowsOf(actor: Actor, id: string): AsyncGenerator<StoredRow[]> {
  for (let after = 0; ; ) {
    const rows = await tenantTransaction(actor.scope, (tx) =>
      selectRowsAfter(tx, actor.scope, id, after, PART),
    );
    if (rows.length === 0) return;
    yield rows;
    after = rows.at(-1)?.number ?? after;
  }
}

const reasonsText = (reasons: Reason[] | null, words: ReasonWords): string =>
  (reasons ?? []).map((one) => (one.column ? `${one.column}: ${words(one)}` : words(one))).join('; ');

const RESULT = [
  'row',
  'outcome',
  'name',
  'deviceId',
  'devEui',
  'joinEui',
  'appKey',
  'imei',
  'dvnUuid',
  'sharedSecret',
  'reason',
];

/**
 * What became of every row. What the portal generated stands in the first such file and in no other: it is forgotten
 * once the file was read to its end, and waits on when the way to the reader breaks.
 */
export async function takeResult(
  actor: Actor,
  { id }: { id: string },
  words: ReasonWords,
): Promise<AsyncIterable<string>> {
  const scope = authorize(actor, 'bulk-tasks.read');
  const { task, key, withSecrets } = await tenantTransaction(scope, async (tx) => {
    const found = await lockTask(tx, scope, id);
    if (!found) throw notFound('bulk-tasks');
    const mayHave = found.secretsTakenAt === null && found.finishedAt !== null && mayTake(actor, found);
    if (mayHave) await updateTask(tx, scope, id, { secretsTakenAt: new Date() });
    return { task: found, key: await dataKeyOf(tx, scope.customerId), withSecrets: mayHave };
  });
  return resultOf(actor, task, withSecrets ? key : null, words);
}

/** Keys are for who may add devices; a look at the report is not enough. */
function mayTake(actor: Actor, task: StoredTask): boolean {
  try {
    for (const operation of [...definitionOf(task.kind).operations, 'bulk-tasks.run' as const])
      authorize(actor, operation);
    return true;
  } catch {
    return false;
  }
}

async function* resultOf(
  actor: Actor,
  task: StoredTask,
  key: DataKey | null,
  words: ReasonWords,
): AsyncGenerator<string> {
  let isWhole = false;
  try {
    yield BOM + csv([RESULT]);
    for await (const rows of rowsOf(actor, task.id))
      yield csv(rows.map((row) => resultLine(task.id, row, key, words)));
    isWhole = true;
  } finally {
    if (key) await settleSecrets(actor, task, isWhole);
  }
}

async function settleSecrets(actor: Actor, task: StoredTask, taken: boolean): Promise<void> {
  await tenantTransaction(actor.scope, async (tx) => {
    if (!taken) return updateTask(tx, actor.scope, task.id, { secretsTakenAt: null });
    await forgetGenerated(tx, actor.scope, task.id);
    return recordAudit(tx, actor, {
      operation: 'bulk-tasks.run',
      object: { kind: 'bulk-task', id: task.id, name: task.fileName ?? task.kind },
      after: { resultFile: 'taken' },
    });
  });
}

function resultLine(taskId: string, row: StoredRow, key: DataKey | null, words: ReasonWords): unknown[] {
  const { snapshot: _, ...fields } = { ...row.before, ...row.after } as Record<string, unknown>;
  const made =
    key && row.sealed && row.outcome === 'done' ? openOfRow(key, taskId, row.number, row.sealed) : {};
  const all: Record<string, unknown> = { ...fields, ...made };
  return [
    row.number,
    row.outcome ?? row.verdict,
    all.name ?? row.label,
    row.objectId ?? '',
    ...['devEui', 'joinEui', 'appKey', 'imei', 'dvnUuid', 'sharedSecret'].map((name) => all[name] ?? ''),
    reasonsText(row.reasons, words),
  ];
}

/** The rows that were refused or failed, as they came, with the reason in a column more: to be put right and sent again. */
export async function failingRows(
  actor: Actor,
  { id }: { id: string },
  words: ReasonWords,
  reasonHeading: string,
): Promise<AsyncIterable<string>> {
  const scope = authorize(actor, 'bulk-tasks.run');
  const { task, bytes } = await tenantTransaction(scope, async (tx) => ({
    task: await selectTask(tx, scope, id),
    bytes: await openFile(tx, scope, id),
  }));
  // The file as it came may hold keys: it goes to who may do what it asks for.
  if (!task || !bytes || !task.mapping || !mayTake(actor, task)) throw notFound('bulk-tasks');
  return failingOf(actor, task, bytes, words, reasonHeading);
}

async function* failingOf(
  actor: Actor,
  task: StoredTask,
  bytes: Uint8Array,
  words: ReasonWords,
  reasonHeading: string,
): AsyncGenerator<string> {
  const { form, rows } = await readRows(bytes);
  const { header, body, mapping } = recognise(form, rows);
  const cells = new Map(body.map((row) => [row.number, row.cells]));
  const width = Math.max(mapping.length, ...[...cells.values()].slice(0, PART).map((one) => one.length));
  const headings = Array.from({ length: width }, (_, at) => columnName(header?.cells ?? [], at));
  yield BOM + csv([[...headings, reasonHeading]]);
  for await (const part of rowsOf(actor, task.id)) {
    const failing = part.filter((row) => row.verdict === 'refuse' || row.outcome === 'failed');
    if (failing.length === 0) continue;
    yield csv(
      failing.map((row) => {
        const given = cells.get(row.number) ?? [];
        return [
          ...Array.from({ length: width }, (_, at) => given[at] ?? ''),
          reasonsText(row.reasons, words),
        ];
      }),
    );
  }
}
