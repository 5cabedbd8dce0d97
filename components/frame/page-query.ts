import { readTableQuery, type TableQuery } from '#components/ui/data-table/table-query.ts';

export type SearchParams = Promise<Record<string, string | string[] | undefined>>;

/** The query of a page's table from its address, so that the first paint shows what the address says. */
export async function pageQuery(searchParams: SearchParams): Promise<TableQuery> {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(await searchParams))
    for (const one of Array.isArray(value) ? value : [value ?? '']) params.append(name, one);
  return readTableQuery(params);
}
