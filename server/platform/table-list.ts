import { and, type SQL, sql } from 'drizzle-orm';
import type { PgSelect } from 'drizzle-orm/pg-core';
import { type TablePage, type TableQuery, unsupportedParts } from '#components/ui/data-table/table-query.ts';
import type { Tx } from './database.ts';
import { invalidInput } from './errors.ts';
import { type Keyset, type KeysetKey, keyset } from './keyset.ts';
import { conditionOf, FILTER_OPS, type TableField } from './table-filter.ts';

/** What can be asked of a table: each noun declares its own fields, nothing here knows one. */
export interface TableDefinition<Row> {
  fields: Record<string, TableField>;
  sorts: Record<string, KeysetKey<Row>>;
  defaultSort: { field: string; desc: boolean };
  id: KeysetKey<Row>;
  search?: (q: string) => SQL;
}

/** Counting stops here: beyond it nobody reads the number. */
const COUNT_BOUND = 100_000;

export interface TablePlan<Row> {
  where: SQL | undefined;
  page: Keyset<Row>;
}

export function planTable<Row>(definition: TableDefinition<Row>, query: TableQuery): TablePlan<Row> {
  const abilities = {
    filter: Object.fromEntries(
      Object.entries(definition.fields).map(([name, { kind }]) => [name, FILTER_OPS[kind]]),
    ),
    sort: Object.keys(definition.sorts),
  };
  const unsupported = unsupportedParts(query, abilities);
  if (unsupported.length > 0) throw invalidInput(unsupported.map((message) => ({ path: 'query', message })));
  const { field, desc } = query.sort ?? definition.defaultSort;
  const sort = { ...(definition.sorts[field] as KeysetKey<Row>), name: field, desc };
  const conditions = query.filters.map((filter) =>
    conditionOf(definition.fields[filter.field] as TableField, filter),
  );
  if (query.q && definition.search) conditions.push(definition.search(query.q));
  return {
    where: and(...conditions),
    page: keyset([sort, { ...definition.id, name: 'id', desc }], query.cursor, query.limit),
  };
}

/** The rows that a select gives. */
export type RowOf<Select extends PgSelect> = Awaited<ReturnType<Select['execute']>>[number];

/**
 * One page of a table and how many rows there are in all.
 * @param from makes the select anew at each call: once for the page, once for the count (of which Postgres computes no column)
 * @param own whose rows these are
 */
export async function selectTablePage<Select extends PgSelect, Item>(
  tx: Tx,
  from: () => Select,
  own: SQL | undefined,
  definition: TableDefinition<RowOf<Select>>,
  query: TableQuery,
  itemOf: (row: RowOf<Select>) => Item,
): Promise<TablePage<Item>> {
  const { where, page } = planTable(definition, query);
  const rows = await from()
    .where(and(own, where, page.where))
    .orderBy(...page.orderBy)
    .limit(page.limit);
  const bounded = from().where(and(own, where)).limit(COUNT_BOUND);
  const [count] = await tx.execute<{ n: number }>(sql`select count(*)::int as n from ${bounded} bounded`);
  const { items, next, prev } = page.pageOf(rows, itemOf);
  return { rows: items, total: count?.n ?? 0, next, prev };
}
