import { pageQuery, type SearchParams } from '#components/frame/page-query.ts';
import type { TablePage, TableQuery } from '#components/ui/data-table/table-query.ts';
import type { TableViewItem, ViewedTable } from '#server/table-views/contract.ts';
import { loadTableViews } from '#server/table-views/loaders.ts';

interface FirstPage<Row> {
  query: TableQuery;
  page: TablePage<Row>;
}

type PageTable = NonNullable<Parameters<typeof pageQuery>[1]>;

/**
 * The rows that a table's address asks for, read while the page is made. An address that asks for what the list does
 * not know is left to the table, which says so in its place.
 */
export async function firstPage<Row>(
  searchParams: SearchParams,
  read: (query: TableQuery) => Promise<TablePage<Row>>,
  table?: PageTable,
): Promise<FirstPage<Row> | undefined> {
  const query = await pageQuery(searchParams, table);
  try {
    return { query, page: await read(query) };
  } catch (error) {
    const code = error instanceof Error && 'digest' in error ? String(error.digest) : '';
    if (code.startsWith('input.') || code.startsWith('tables.')) return undefined;
    throw error;
  }
}

/** A list whose views are kept for the reader: their views, and the first page of the one it opens with. */
export async function listPage<Row>(
  table: ViewedTable,
  searchParams: SearchParams,
  read: (query: TableQuery) => Promise<TablePage<Row>>,
  group?: string,
): Promise<{ views: TableViewItem[]; initial: FirstPage<Row> | undefined }> {
  const views = await loadTableViews(table);
  const start = views.find((view) => view.isDefault);
  return { views, initial: await firstPage(searchParams, read, { start, group }) };
}
