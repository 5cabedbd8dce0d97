import { defaultLimit, type TableQuery } from '#components/ui/data-table/table-query.ts';
import type { TableSelection } from '#components/ui/data-table/table-types.ts';

/** What a table shows is what was selected: what it is narrowed to goes with the query of "all that match". */
export function narrowed(
  selection: TableSelection,
  within: (query: TableQuery) => TableQuery,
): TableSelection {
  const { rows } = selection;
  if ('ids' in rows) return selection;
  const { q, filters } = within({ ...rows.query, limit: defaultLimit });
  return { ...selection, rows: { query: { ...(q ? { q } : {}), filters }, except: rows.except } };
}
