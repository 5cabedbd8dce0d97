import { Quantity } from '#components/ui/quantity.tsx';
import type { DataColumn } from './table-types.ts';

/** How many there are of something; `look` marks those that are there. null: it is not known. */
export function countColumn<Row>(
  id: string,
  header: string,
  look: string,
  of: (row: Row) => number | null,
): DataColumn<Row> {
  return {
    id,
    header,
    align: 'end',
    width: 110,
    sortable: true,
    filter: { kind: 'number' },
    cell: (row) => (
      <span className={(of(row) ?? 0) > 0 ? look : 'text-faint'}>
        <Quantity value={of(row)} />
      </span>
    ),
  };
}
