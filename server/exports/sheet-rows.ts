import type { TablePage, TableQuery } from '#components/ui/data-table/table-query.ts';
import { invalidInput } from '#server/platform/errors.ts';
import type { CellValue, ExportTable } from './definition.ts';

export interface SheetColumn<Item> {
  name: string;
  of: (item: Item) => CellValue;
}

/** The columns that were asked for, in their order; one that the table does not have is refused by its name. */
export function sheetColumns<Item>(
  { columns, brought }: Pick<ExportTable<Item>, 'columns' | 'brought'>,
  names: readonly string[],
): SheetColumn<Item>[] {
  const unknown: string[] = [];
  const found: SheetColumn<Item>[] = [];
  for (const name of new Set(names)) {
    const of = Object.hasOwn(columns, name) ? columns[name] : brought?.(name);
    if (of === undefined) unknown.push(name);
    else if (of !== 'drawn') found.push({ name, of });
  }
  if (unknown.length > 0 || found.length === 0)
    throw invalidInput([
      {
        path: 'columns',
        message:
          unknown.length > 0
            ? `are not all of this table: ${unknown.join(', ')}`
            : 'name none that holds a value',
      },
    ]);
  return found;
}

/** Page after page, one of them in memory at a time. */
export async function* pagesFrom<Item>(
  first: TablePage<Item>,
  query: TableQuery,
  read: (query: TableQuery) => Promise<TablePage<Item>>,
): AsyncGenerator<Item[]> {
  for (let page = first; ; page = await read({ ...query, cursor: page.next })) {
    if (page.rows.length > 0) yield page.rows;
    if (page.next === null) return;
  }
}
