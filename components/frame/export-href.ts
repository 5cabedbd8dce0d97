import { type ExportFormat, encodeTableExport } from '#components/ui/data-table/table-export.ts';
import type { TableQuery } from '#components/ui/data-table/table-query.ts';
import { WORKBOOK_ROWS } from '#server/exports/contract.ts';

/** Where a table's whole filtered set is to be had as a file, within what the table shows; null: there is too much. */
export function exportHref(table: string, within: (query: TableQuery) => TableQuery = (query) => query) {
  return (
    query: TableQuery,
    format: ExportFormat,
    columns: readonly string[],
    total: number,
  ): string | null =>
    format === 'xlsx' && total > WORKBOOK_ROWS
      ? null
      : `/rows/${table}/export?${encodeTableExport(within(query), format, columns)}`;
}
