import { effectiveAddress, type StartView } from '#components/ui/data-table/table-address.ts';
import { readTableQuery, type TableQuery } from '#components/ui/data-table/table-query.ts';
import { broughtColumns, readView } from '#components/ui/data-table/table-view.ts';

export type SearchParams = Promise<Record<string, string | string[] | undefined>>;

interface PageTable {
  /** What the table opens with where the address says nothing of it. */
  start?: StartView | undefined;
  /** Of the columns that the data brings. */
  group?: string | undefined;
}

/** The query of a page's table from its address, so that the first paint shows what the address says. */
export async function pageQuery(
  searchParams: SearchParams,
  { start, group }: PageTable = {},
): Promise<TableQuery> {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(await searchParams))
    for (const one of Array.isArray(value) ? value : [value ?? '']) params.append(name, one);
  const own = effectiveAddress(params, '', start);
  const brought = broughtColumns(readView(own, { columns: [], group }), group);
  const query = readTableQuery(own);
  return brought.length > 0 ? { ...query, with: brought } : query;
}
