import type { TablePage, TableQuery } from '#components/ui/data-table/table-query.ts';
import type { Actor } from '#server/access/actor.ts';
import type { OperationName } from '#server/access/operations.ts';

/** What a cell of a sheet can be; several values stand in one, with a comma between them. */
export type CellValue = string | number | boolean | Date | null | undefined | readonly string[];

/** Columns by the name that the table has for them; those that are only drawn (a strip of a day) have no value. */
type ExportColumns<Item> = Record<string, ((item: Item) => CellValue) | 'drawn'>;

/** A table of the portal as a file: each noun declares its own, nothing here knows one. */
export interface ExportTable<Item> {
  /** Of the file and of the audit row. */
  name: string;
  operation: OperationName;
  columns: ExportColumns<Item>;
  /** Columns that the data brings (`twin:temperature`), which the query asks for by `with`. */
  brought?: (name: string) => ((item: Item) => CellValue) | undefined;
  /** The use case of the list; `of` is whose rows they are, where they are somebody's. */
  list: (actor: Actor, query: TableQuery, of: string) => Promise<TablePage<Item>>;
}
