import { stringify } from 'csv-stringify/sync';
import { type Actor, authorize } from '#server/access/actor.ts';
import { recordAudit } from '#server/audit/record-audit.ts';
import { dataKeyOf } from '#server/platform/data-keys.ts';
import { type Tx, tenantTransaction } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import type { DataKey } from '#server/platform/secrets.ts';
import type { Reason } from './contract.ts';
import type { StoredRow } from './definition.ts';
import { openFile } from './files.sql.ts';
import { definitionOf } from './registry.ts';
import { lockTask, type StoredTask, selectTask, updateTask } from './repository.ts';
import { openOfRow } from './row-seal.ts';
import { hasGenerated, selectRowsAfter } from './rows.sql.ts';
import { columnName, secretsFor } from './rules.ts';
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

export const reasonsText = (reasons: Reason[] | null, words: ReasonWords): string =>
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
 * What became of every row. What the portal generated stands in the first such file, which whoever took it can fetch
 * again for some minutes: that it was taken is stored before a byte of it goes out, and nobody knows what arrives.
 */
export async function takeResult(
  actor: Actor,
  { id }: { id: string },
  words: ReasonWords,
): Promise<AsyncIterable<string>> {
  const scope = authorize(actor, 'bulk-tasks.read');
  const { task, key } = await tenantTransaction(scope, async (tx) => {
    const found = await lockTask(tx, scope, id);
    if (!found) throw notFound('bulk-tasks');
    const isTheirs = mayTake(actor, found) && (await takeSecrets(tx, actor, found));
    return { task: found, key: isTheirs ? await dataKeyOf(tx, scope.customerId) : null };
  });
  return resultOf(actor, task, key, words);
}

/** Of the held task; every file in which something stands is written down. */
async function takeSecrets(tx: Tx, actor: Actor, task: StoredTask): Promise<boolean> {
  const now = new Date();
  const secrets = secretsFor(task, actor.id, now);
  if (secrets !== 'waiting' && secrets !== 'again') return false;
  if (!(await hasGenerated(tx, actor.scope, task.id))) return false;
  if (secrets === 'waiting')
    await updateTask(tx, actor.scope, task.id, { secretsTakenAt: now, secretsTakenBy: actor.id });
  await recordAudit(tx, actor, {
    operation: 'bulk-tasks.run',
    object: { kind: 'bulk-task', id: task.id, name: task.fileName ?? task.kind },
    after: { resultFile: secrets === 'waiting' ? 'taken' : 'taken again' },
  });
  return true;
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
  yield BOM + csv([RESULT]);
  for await (const rows of rowsOf(actor, task.id))
    yield csv(rows.map((row) => resultLine(task.id, row, key, words)));
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
