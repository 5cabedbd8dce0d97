'use client';
import { countColumn } from '#components/ui/data-table/count-column.tsx';
import type { DataColumn } from '#components/ui/data-table/table-types.ts';
import { Quantity } from '#components/ui/quantity.tsx';
import { Time } from '#components/ui/time.tsx';

interface Seen {
  count: number;
  firstSeenAt: Date;
  lastSeenAt: Date;
}

type Words = (key: 'count' | 'first' | 'last') => string;

/** How often and when a device called that nobody has. */
export function seenColumns<Row extends Seen>(t: Words): Record<'count' | 'first' | 'last', DataColumn<Row>> {
  const moment = (id: 'first' | 'last', of: (row: Row) => Date): DataColumn<Row> => ({
    id,
    header: t(id),
    align: 'end',
    width: 130,
    sortable: true,
    filter: { kind: 'date' },
    cell: (row) => <Time value={of(row)} />,
  });
  return {
    count: {
      ...countColumn<Row>('count', t('count'), '', (row) => row.count),
      phone: 'corner',
      // A card has no heads that say of what.
      cell: (row) => (
        <>
          <Quantity value={row.count} />{' '}
          <span className="text-dim text-xs lowercase sm:hidden">{t('count')}</span>
        </>
      ),
    },
    first: moment('first', (row) => row.firstSeenAt),
    last: moment('last', (row) => row.lastSeenAt),
  };
}
