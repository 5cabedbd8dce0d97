import { and, asc, type SQL, sql } from 'drizzle-orm';
import { type MatchQuery, maximumLimit } from '#components/ui/data-table/table-query.ts';
import type { Tx } from './database.ts';
import { planTable, type TableDefinition } from './table-plan.ts';

/** Ids of all rows of a table that a query matches, at most `bound` of them. */
export async function matchingIds<Row>(
  tx: Tx,
  definition: TableDefinition<Row>,
  own: SQL | undefined,
  match: MatchQuery,
  bound: number,
): Promise<string[]> {
  const { where, filtered } = await planTable(tx, definition, { ...match, limit: maximumLimit });
  const id = sql<string>`${definition.id.key}`.as('id');
  const select = definition.keys?.(tx, { id: id as unknown as SQL }, filtered);
  if (!select) throw new Error('a table without keys of its own has no ids to ask for');
  const rows = (await select.where(and(own, where)).orderBy(asc(definition.id.key)).limit(bound)) as {
    id: string;
  }[];
  return rows.map((row) => row.id);
}
