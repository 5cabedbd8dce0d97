import { and, type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import type { PgSelect } from 'drizzle-orm/pg-core';
import {
  type TableFilter,
  type TableQuery,
  unsupportedParts,
} from '#components/ui/data-table/table-query.ts';
import type { Tx } from './database.ts';
import { invalidInput } from './errors.ts';
import { type Keyset, type KeysetKey, type KeysetTerm, keyset } from './keyset.ts';
import { conditionAlong, conditionOf, FILTER_OPS, filterAsStored, type TableField } from './table-filter.ts';

/** What can be asked of a table: each noun declares its own fields, nothing here knows one. */
export interface TableDefinition<Row> {
  fields: Record<string, TableField>;
  sorts: Record<string, TableSort<Row>>;
  defaultSort: { field: string; desc: boolean };
  id: KeysetKey<Row>;
  search?: (q: string) => SQL;
  /** Fields that the data brings (`twin:temperature`): of a name, what can be asked of it, and how it orders in a direction. */
  brought?: (name: string, desc: boolean) => { field: TableField; sort: TableSort<Row> } | undefined;
  /**
   * Selects `columns` from no more tables than the fields named in `used` need, and the search where `q` is among them;
   * without it every row is selected whole.
   */
  keys?: (tx: Tx, columns: Record<string, SQL>, used: ReadonlySet<string>) => PgSelect;
  /** The table that may hold so many rows that they are not counted to the end (`countInBrief`). */
  large?: string;
  /**
   * Where a page's rows are looked for first, one condition after the other until it is full; the last leaves nothing out.
   * Where one is met, no row that it leaves out comes before it in the order.
   */
  nearby?: (page: Keyset<Row>) => SQL[];
  /** A condition that follows from the query and that an index answers where the query's own cannot be (decision 0015). */
  narrow?: (tx: Tx, query: TableQuery) => Promise<SQL | undefined>;
}

export type TableSort<Row> = OrderedSort<Row> | GroupedSort;

export interface OrderedSort<Row> extends KeysetKey<Row> {
  /** No index gives this order: it is refused where more rows than this would have to be sorted. */
  most?: number;
  /** Further keys of equal rows, before the id. */
  further?: KeysetKey<Row>[];
  /** The id as the table that holds the key knows it, so that one index gives the whole order. */
  id?: KeysetKey<Row>;
  /** No index gives the whole order, but one of each of these does. Needs `keys`. */
  parts?: OrderPart[];
}

/** Rows whose keys are all above those of the part before it. */
export interface OrderPart {
  where: SQL;
  /** The key of its rows as its index has it. */
  key: SQLWrapper;
}

/** By what a row belongs to, of which there are few (its type): group after group, in each by id. Needs `keys`. */
export interface GroupedSort {
  column: SQLWrapper;
  /** Ids of the groups in their order. */
  groups: (tx: Tx) => Promise<string[]>;
}

export interface Along {
  /** What the index of an order may begin with, and everything else. */
  owners: SQL | undefined;
  sought: SQL;
  /** Nothing beside it that the planner may know of something better for. */
  only: boolean;
}

export interface TablePlan<Row> {
  where: SQL | undefined;
  /** How rows are found that no index knows of; null: an index does, or there are no conditions. */
  along: Along | null;
  page: Keyset<Row>;
  groups: { column: SQLWrapper; ids: string[] } | null;
  parts: OrderPart[] | null;
  most: number | null;
  /** Fields that choose the rows, and those with the one that orders them. */
  filtered: ReadonlySet<string>;
  used: ReadonlySet<string>;
}

export async function planTable<Row>(
  tx: Tx,
  definition: TableDefinition<Row>,
  given: TableQuery,
): Promise<TablePlan<Row>> {
  const { fields, sorts } = withBrought(definition, given);
  const abilities = {
    filter: Object.fromEntries(Object.entries(fields).map(([name, { kind }]) => [name, FILTER_OPS[kind]])),
    sort: Object.keys(sorts),
  };
  const unsupported = unsupportedParts(given, abilities);
  if (unsupported.length > 0) throw invalidInput(unsupported.map((message) => ({ path: 'query', message })));
  const filters = given.filters.map((filter) => filterAsStored(fields[filter.field] as TableField, filter));
  const query = { ...given, filters };
  const conditions = filters.map((filter) => conditionOf(fields[filter.field] as TableField, filter));
  if (query.q && definition.search) conditions.push(definition.search(query.q));
  const order = query.sort ?? definition.defaultSort;
  const sort = sorts[order.field] as TableSort<Row>;
  const page = keyset(termsOf(definition, sort, order), query.cursor, query.limit);
  const filtered = new Set([...query.filters.map(({ field }) => field), ...(query.q ? ['q'] : [])]);
  const narrow = page.from?.walking ? undefined : await definition.narrow?.(tx, query);
  return {
    where: and(...conditions, narrow),
    along: narrow === undefined ? alongOf(definition, fields, query) : null,
    page,
    groups: 'groups' in sort ? { column: sort.column, ids: await sort.groups(tx) } : null,
    parts: 'parts' in sort ? (sort.parts ?? null) : null,
    most: 'most' in sort ? (sort.most ?? null) : null,
    filtered,
    used: new Set([...filtered, order.field]),
  };
}

function alongOf<Row>(
  { search }: TableDefinition<Row>,
  fields: Record<string, TableField>,
  { q, filters }: TableQuery,
): Along | null {
  const fieldOf = (filter: TableFilter) => fields[filter.field] as TableField;
  const isOwner = (filter: TableFilter) => fieldOf(filter).kind === 'id' && filter.op === 'is';
  const isAlong = (filter: TableFilter) =>
    fieldOf(filter).along === true || ['contains', 'starts'].includes(filter.op);
  if (!q && !filters.some(isAlong)) return null;
  const all = (of: TableFilter[]) => of.map((filter) => conditionAlong(fieldOf(filter), filter));
  const others = filters.filter((filter) => !isOwner(filter));
  const text = q && search ? search(q) : undefined;
  return {
    owners: and(...all(filters.filter(isOwner))),
    sought: and(...all(others), text) ?? sql`true`,
    only: others.every((filter) => isAlong(filter) || !('oneOf' in fieldOf(filter))),
  };
}

function withBrought<Row>({ fields, sorts, brought }: TableDefinition<Row>, query: TableQuery) {
  const names = new Set([
    ...query.filters.map(({ field }) => field),
    ...(query.sort ? [query.sort.field] : []),
  ]);
  const all = { fields: { ...fields }, sorts: { ...sorts } };
  for (const name of names) {
    const made = Object.hasOwn(fields, name) ? undefined : brought?.(name, query.sort?.desc ?? false);
    if (!made) continue;
    all.fields[name] = made.field;
    all.sorts[name] = made.sort;
  }
  return all;
}

function termsOf<Row>(
  definition: TableDefinition<Row>,
  sort: TableSort<Row>,
  { field, desc }: { field: string; desc: boolean },
): KeysetTerm<Row>[] {
  if ('groups' in sort) {
    const group: KeysetTerm<Row> = { key: sort.column, type: 'uuid', of: () => '', name: field, desc };
    return [group, { ...definition.id, name: 'id', desc }];
  }
  const { further = [], id = definition.id, key, type, of } = sort;
  return [
    { key, type, of, name: field, desc },
    ...further.map((key, at) => ({ ...key, name: `${field}${at + 2}`, desc })),
    { ...id, name: 'id', desc },
  ];
}
