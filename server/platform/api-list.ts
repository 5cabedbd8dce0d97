import { and, eq, type SQL, sql } from 'drizzle-orm';
import type { PgColumn, PgSelect } from 'drizzle-orm/pg-core';
import type { Page } from './contract.ts';
import { invalidInput } from './errors.ts';
import { type KeysetKey, type KeysetTerm, keyset } from './keyset.ts';
import type { RowOf } from './table-list.ts';
import type { TenantScope } from './tenant-scope.ts';
import { anyContains } from './text-match.ts';

/** What every list of the API answers to: one thing of a customer's, by name, description and times. */
export interface ApiListQuery {
  sort?: string | undefined;
  cursor?: string | undefined;
  limit: number;
  q?: string | undefined;
  /** Names an owner: of somebody else's things nothing is owned. */
  clientId?: string | undefined;
  createdBefore?: string | undefined;
  /** Both Since include their moment. */
  createdSince?: string | undefined;
  modifiedBefore?: string | undefined;
  modifiedSince?: string | undefined;
}

interface Resource {
  id: PgColumn;
  customerId: PgColumn;
  /** What q looks through; absent of what has neither. */
  name?: PgColumn;
  description?: PgColumn;
  createdAt: PgColumn;
  modifiedAt: PgColumn;
}

interface Row {
  id: string;
  name?: string;
  createdAt: Date;
  modifiedAt: Date;
}

/**
 * One page of what the API tells of a table, within the scope.
 * @param query its `sort` names several fields (`createdAt,-name`); the id makes every order total
 * @param only what else the rows have to be
 */
export async function selectApiPage<Select extends PgSelect>(
  from: Select,
  table: Resource,
  scope: TenantScope,
  query: ApiListQuery,
  only?: SQL,
): Promise<Page<RowOf<Select>>> {
  const page = keyset(termsOf(query.sort ?? 'createdAt', table), query.cursor, query.limit);
  const rows = await from
    .where(and(eq(table.customerId, scope.customerId), only, matching(table, scope, query), page.where))
    .orderBy(...page.orderBy)
    .limit(page.limit);
  return page.pageOf(rows as (RowOf<Select> & Row)[], (row) => row);
}

function termsOf(order: string, table: Resource): KeysetTerm<Row>[] {
  const sorts = new Map<string, KeysetKey<Row>>([
    ['id', { key: table.id, type: 'uuid', of: (row) => row.id }],
    ['createdAt', { key: table.createdAt, type: 'timestamptz', of: (row) => row.createdAt }],
    ['modifiedAt', { key: table.modifiedAt, type: 'timestamptz', of: (row) => row.modifiedAt }],
  ]);
  if (table.name) sorts.set('name', { key: table.name, type: 'text', of: (row) => row.name ?? '' });
  const named = order
    .split(',')
    .map((part) => ({ name: part.replace(/^-/, ''), desc: part.startsWith('-') }));
  if (!named.some(({ name }) => name === 'id')) named.push({ name: 'id', desc: named.at(-1)?.desc ?? false });
  if (new Set(named.map(({ name }) => name)).size < named.length) throw refused('names a field twice');
  return named.map((term) => {
    const sort = sorts.get(term.name);
    if (!sort) throw refused(`knows ${[...sorts.keys()].join(', ')}, each with - for descending`);
    return { ...sort, ...term };
  });
}

const refused = (message: string) => invalidInput([{ path: 'sort', message }]);

function matching(table: Resource, scope: TenantScope, query: ApiListQuery): SQL | undefined {
  const { q, clientId, createdBefore, createdSince, modifiedBefore, modifiedSince } = query;
  const at = (text: string) => sql`${new Date(text).toISOString()}::timestamptz`;
  return and(
    clientId === undefined || clientId === scope.customerId ? undefined : sql`false`,
    q === undefined || !table.name || !table.description
      ? undefined
      : anyContains([table.name, table.description], q),
    createdBefore ? sql`${table.createdAt} < ${at(createdBefore)}` : undefined,
    createdSince ? sql`${table.createdAt} >= ${at(createdSince)}` : undefined,
    modifiedBefore ? sql`${table.modifiedAt} < ${at(modifiedBefore)}` : undefined,
    modifiedSince ? sql`${table.modifiedAt} >= ${at(modifiedSince)}` : undefined,
  );
}
