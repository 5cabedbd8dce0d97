import { and, type SQL, sql } from 'drizzle-orm';
import type { PgSelect } from 'drizzle-orm/pg-core';
import type { TablePage, TableQuery } from '#components/ui/data-table/table-query.ts';
import { countInBrief, isLarge, within } from './brief-read.ts';
import type { Page } from './contract.ts';
import type { Tx } from './database.ts';
import { DomainError } from './errors.ts';
import { type KeyRow, keyColumns, keyedBy, keysAlong, stretchesOf, type Terms } from './table-keys.ts';
import { planTable, type TableDefinition, type TablePlan } from './table-plan.ts';
import { type Walked, walk } from './table-walk.ts';

export type { TableDefinition } from './table-plan.ts';
export { planTable } from './table-plan.ts';

/** Counting stops here: beyond it nobody reads the number, and a page answers before it is counted. */
export const COUNT_BOUND = 10_000;

/** Of a thousand ids the planner takes it that to go through a whole index is less than to look each of them up. */
const BY_ID = 100;

/** The rows that a select gives. */
export type RowOf<Select extends PgSelect> = Awaited<ReturnType<Select['execute']>>[number];

interface Table<Select extends PgSelect, Item> {
  /** Makes the select anew at each call. */
  from: () => Select;
  /** Whose rows these are. */
  own: SQL | undefined;
  definition: TableDefinition<RowOf<Select>>;
  itemOf: (row: RowOf<Select>) => Item;
}

/**
 * One page of a table and how many rows there are in all. Where the table is large and no index finds the rows soon
 * enough, the page holds what was found in time and tells so (`unfinished`): its cursor goes on from there.
 */
export async function selectTablePage<Select extends PgSelect, Item>(
  tx: Tx,
  from: () => Select,
  own: SQL | undefined,
  definition: TableDefinition<RowOf<Select>>,
  query: TableQuery,
  itemOf: (row: RowOf<Select>) => Item,
): Promise<TablePage<Item>> {
  const began = performance.now();
  const table = { from, own, definition, itemOf };
  const plan = await planTable(tx, definition, query);
  const isBounded = await endsInTime(tx, definition, plan, query);
  const sorted = plan.most === null ? null : await toBeSorted(tx, table, plan, plan.most);
  const { items, next, prev, walked } = await pageOf(tx, table, plan, isBounded ? began : null);
  // The first page and the last at once: then it is known how many there are.
  const isAll = query.countTo === undefined && plan.page.from === null && next === null;
  if (isAll) return { rows: items, total: items.length, next, prev };
  if (sorted !== null && query.countTo === undefined)
    return { rows: items, ...counted(sorted, COUNT_BOUND), next, prev };
  // A page that took its time does not wait for a number too.
  const isLate = isBounded && performance.now() - began > SOON_MS;
  if (!walked && !isLate)
    return { rows: items, ...(await countOf(tx, table, plan, query, items.length)), next, prev };
  const side = plan.page.from?.backwards ? 'prev' : 'next';
  const unfinished = walked?.stoppedAt && items.length < query.limit ? ({ unfinished: side } as const) : {};
  return { rows: items, total: items.length, atLeast: true, ...unfinished, next, prev };
}

/** How many rows an order that no index gives would have to sort. */
async function toBeSorted<Select extends PgSelect, Item>(
  tx: Tx,
  table: Table<Select, Item>,
  plan: TablePlan<RowOf<Select>>,
  most: number,
): Promise<number> {
  const n = await bounded(tx, table, plan, most);
  if (n > most) throw new DomainError('tables.too-many-to-sort', 'invalid', { limit: most });
  return n;
}

/** Exports, and whoever counts to an end, wait for it. */
async function endsInTime<Row>(
  tx: Tx,
  { keys, large }: TableDefinition<Row>,
  { most }: TablePlan<Row>,
  { countTo }: TableQuery,
): Promise<boolean> {
  if (!keys || !large || most !== null || countTo !== undefined) return false;
  return isLarge(tx, large);
}

async function pageOf<Select extends PgSelect, Item>(
  tx: Tx,
  table: Table<Select, Item>,
  plan: TablePlan<RowOf<Select>>,
  began: number | null,
): Promise<Page<Item> & { walked?: Walked | undefined }> {
  const { from, own, definition, itemOf } = table;
  if (definition.keys) return pageByKeys(tx, table, plan, began);
  const { where, page } = plan;
  let rows: RowOf<Select>[] = [];
  for (const near of definition.nearby?.(page) ?? [undefined]) {
    rows = await from()
      .where(and(own, where, page.where, near))
      .orderBy(...page.orderBy)
      .limit(page.limit);
    if (rows.length >= page.limit) break;
  }
  return page.pageOf(rows, itemOf);
}

/**
 * First the keys of the page's rows, from as few tables as the question needs, then the rows by their ids: what is only
 * shown is read fifty times, whatever the planner thinks of the filters.
 */
async function pageByKeys<Select extends PgSelect, Item>(
  tx: Tx,
  { from, own, definition, itemOf }: Table<Select, Item>,
  plan: TablePlan<RowOf<Select>>,
  began: number | null,
): Promise<Page<Item> & { walked?: Walked | undefined }> {
  const { page } = plan;
  const { keys, walked } = await keysOf(tx, definition, own, plan, began);
  const last = page.terms.length - 1;
  const ids = keys.map((key) => key[`k${last}`] as string);
  const type = sql.raw(definition.id.type === 'bigint' ? 'bigint[]' : 'uuid[]');
  const rows: RowOf<Select>[] = [];
  for (let at = 0; at < ids.length; at += BY_ID) {
    const those = `{${ids.slice(at, at + BY_ID).join(',')}}`;
    rows.push(...(await from().where(and(own, sql`${definition.id.key} = any(${those}::text::${type})`))));
  }
  const found = new Map(rows.map((row) => [String(definition.id.of(row)), row]));
  const { items, next, prev } = keyedBy(page).pageOf(
    keys,
    (key) => found.get(key[`k${last}`] as string),
    walked,
  );
  // A row that was deleted meanwhile is left out.
  return { items: items.filter((row) => row !== undefined).map(itemOf), next, prev, walked };
}

/** Of the time since the question: until then what the planner takes for best may answer it, where it may know better. */
const TRY_MS = 60;
/** Until then the order is gone along, and so long at least; the rest is for the rows themselves. */
const WALK_MS = 60;
const LEAST_WALK_MS = 15;
/** Found within it, there is time to count. */
const SOON_MS = 45;

async function keysOf<Row>(
  tx: Tx,
  definition: TableDefinition<Row>,
  own: SQL | undefined,
  plan: TablePlan<Row>,
  began: number | null,
): Promise<{ keys: KeyRow[]; walked?: Walked }> {
  const { page, used, along } = plan;
  const stretches = stretchesOf(plan);
  const select = (tx: Tx) => (terms: Terms, further: Record<string, SQL>) =>
    definition.keys?.(tx, { ...keyColumns(terms), ...further }, used) as PgSelect;
  const atOnce = (tx: Tx) =>
    keysAlong((terms) => select(tx)(terms, {}), and(own, plan.where), stretches, page);
  if (began === null || along === null) return { keys: await atOnce(tx) };
  const since = () => performance.now() - began;
  const goesOn = page.from?.walking ?? false;
  if (!goesOn && !along.only) {
    const keys = await within(tx, Math.max(TRY_MS - since(), LEAST_WALK_MS), atOnce);
    if (keys) return { keys };
  }
  const until = Math.max(began + WALK_MS, performance.now() + LEAST_WALK_MS);
  const wanted = { always: and(own, along.owners), sought: along.sought };
  const walked = await walk(select(tx), wanted, stretches, page, until);
  const isSoon = !goesOn && walked.stoppedAt === null && since() < SOON_MS;
  return isSoon ? { keys: walked.keys } : { keys: walked.keys, walked };
}

/** What is counted is counted so far, and in a large table so long: a page does not wait for a number. */
async function countOf<Select extends PgSelect, Item>(
  tx: Tx,
  table: Table<Select, Item>,
  plan: TablePlan<RowOf<Select>>,
  { countTo }: TableQuery,
  shown: number,
): Promise<{ total: number; atLeast?: boolean }> {
  const { large } = table.definition;
  if (countTo === 0) return { total: shown, atLeast: true };
  if (countTo !== undefined || !large) {
    const bound = countTo ?? COUNT_BOUND;
    return counted(await bounded(tx, table, plan, bound), bound);
  }
  const { n, stopped } = await countInBrief(tx, large, matches(tx, table, plan, COUNT_BOUND));
  return stopped && n <= COUNT_BOUND ? { total: Math.max(n, shown), atLeast: true } : counted(n, COUNT_BOUND);
}

/** One more than the bound: there are more. */
export const counted = (n: number, bound: number) =>
  n > bound ? { total: bound, atLeast: true } : { total: n };

/** How many match; one more than `bound` where there are more. */
async function bounded<Select extends PgSelect, Item>(
  tx: Tx,
  table: Table<Select, Item>,
  plan: TablePlan<RowOf<Select>>,
  bound: number,
): Promise<number> {
  const [count] = await tx.execute<{ n: number }>(
    sql`select count(*)::int as n from ${matches(tx, table, plan, bound)} matches`,
  );
  return count?.n ?? 0;
}

function matches<Select extends PgSelect, Item>(
  tx: Tx,
  { from, own, definition }: Table<Select, Item>,
  { where, filtered }: TablePlan<RowOf<Select>>,
  bound: number,
): SQL {
  const select: PgSelect =
    definition.keys?.(tx, { k0: sql`1`.as('k0') as unknown as SQL }, filtered) ?? from();
  return sql`${select.where(and(own, where)).limit(bound + 1)}`;
}
