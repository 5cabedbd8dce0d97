import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { TableExport } from '#components/ui/data-table/table-export.ts';
import type { TablePage, TableQuery } from '#components/ui/data-table/table-query.ts';
import { type Actor, authorize } from '#server/access/actor.ts';
import { recordAudit } from '#server/audit/record-audit.ts';
import { systemClock } from '#server/platform/clock.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { DomainError } from '#server/platform/errors.ts';
import { consume, refuseSpent } from '#server/platform/rate-limit.ts';
import { EXPORTS_AN_HOUR, type ExportFile, WORKBOOK_ROWS } from './contract.ts';
import { csvChunks } from './csv.ts';
import type { ExportTable } from './definition.ts';
import { pagesFrom, sheetColumns } from './sheet-rows.ts';
import { workbook } from './workbook.ts';

const PAGE = 1000;
const limiter = new RateLimiterMemory({ points: EXPORTS_AN_HOUR, duration: 3600 });

const WORKBOOK_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Refuses what `exportTable` would refuse now; it makes no file, counts none and tells nobody. */
export async function askExport<Item>(
  actor: Actor,
  table: ExportTable<Item>,
  asked: TableExport,
  of: string,
): Promise<void> {
  await begun(actor, table, asked, of);
  await refuseSpent(limiter, actor.id, 'exports.too-many');
}

/** Everything that a table's query matches, as a file. What is refused is refused before it counts and before a byte is sent. */
export async function exportTable<Item>(
  actor: Actor,
  table: ExportTable<Item>,
  wanted: TableExport,
  of: string,
): Promise<ExportFile> {
  const { format, query: asked } = wanted;
  const { columns, query, first } = await begun(actor, table, wanted, of);
  await consume(limiter, actor.id, 'exports.too-many');
  await tenantTransaction(actor.scope, (tx) =>
    recordAudit(tx, actor, {
      operation: 'tables.export',
      object: { kind: 'table', id: of === '' ? table.name : of, name: table.name },
      after: { format, columns: columns.map(({ name }) => name), q: asked.q, filters: asked.filters },
    }),
  );
  const read = (page: TableQuery): Promise<TablePage<Item>> => table.list(actor, { ...page, countTo: 0 }, of);
  const pages = pagesFrom(first, query, read);
  const name = `${table.name}-${systemClock.now().toISOString().slice(0, 10)}.${format}`;
  if (format === 'csv')
    return { name, contentType: 'text/csv; charset=utf-8', chunks: csvChunks(columns, pages) };
  return { name, contentType: WORKBOOK_TYPE, chunks: workbook(columns, pages) };
}

/** Its first page, when the actor may have it and it fits the file. */
async function begun<Item>(
  actor: Actor,
  table: ExportTable<Item>,
  { format, columns: names, query: asked }: TableExport,
  of: string,
) {
  authorize(actor, table.operation);
  const columns = sheetColumns(table, names);
  const countTo = format === 'xlsx' ? WORKBOOK_ROWS : 0;
  const query: TableQuery = {
    ...asked,
    with: broughtIn(table, names),
    cursor: undefined,
    limit: PAGE,
    countTo,
  };
  const first = await table.list(actor, query, of);
  if (format === 'xlsx' && (first.atLeast || first.total > WORKBOOK_ROWS))
    throw new DomainError('exports.too-many-rows', 'too-large', { limit: WORKBOOK_ROWS });
  return { columns, query, first };
}

function broughtIn<Item>(table: ExportTable<Item>, names: readonly string[]): string[] | undefined {
  const brought = names.filter((name) => !Object.hasOwn(table.columns, name) && table.brought?.(name));
  return brought.length > 0 ? brought : undefined;
}
