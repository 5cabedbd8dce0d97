import { pageQuery, type SearchParams } from '#components/frame/page-query.ts';
import type { TablePage, TableQuery } from '#components/ui/data-table/table-query.ts';

/**
 * The rows that a table's address asks for, read while the page is made. An address that asks for what the list does
 * not know is left to the table, which says so in its place.
 */
export async function firstPage<Row>(
  searchParams: SearchParams,
  read: (query: TableQuery) => Promise<TablePage<Row>>,
): Promise<{ query: TableQuery; page: TablePage<Row> } | undefined> {
  const query = await pageQuery(searchParams);
  try {
    return { query, page: await read(query) };
  } catch (error) {
    const code = error instanceof Error && 'digest' in error ? String(error.digest) : '';
    if (code.startsWith('input.')) return undefined;
    throw error;
  }
}
