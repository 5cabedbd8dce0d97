'use client';
import ArrowDown from 'lucide-react/icons/arrow-down';
import ArrowUp from 'lucide-react/icons/arrow-up';
import { useTranslations } from 'next-intl';
import { CheckboxBox } from '../checkbox.tsx';
import { cx } from '../cx.ts';
import type { TableQuery } from './table-query.ts';
import type { DataColumn } from './table-types.ts';

export const pinnedSelect = 'sticky left-0 z-2';
/** The naming column stays in sight while a phone scrolls the rest sideways past it. */
export function pinnedFirst(selectable: boolean): string {
  return cx(
    'max-md:sticky max-md:z-2 max-md:border-r max-md:max-w-[44vw]',
    selectable ? 'max-md:left-9' : 'max-md:left-0',
  );
}

interface TableHeadProps<Row> {
  cards: boolean;
  columns: readonly DataColumn<Row>[];
  sort: TableQuery['sort'];
  onSort: (sort: TableQuery['sort']) => void;
  select?: { checked: boolean; some: boolean; onToggle: (on: boolean) => void } | undefined;
}

export function TableHead<Row>({ cards, columns, sort, onSort, select }: TableHeadProps<Row>) {
  const t = useTranslations('ui.table');
  return (
    <thead className={cards ? 'max-sm:hidden' : undefined}>
      <tr>
        {select ? (
          <th scope="col" className={cx(headCell, 'w-9 pr-0! pl-3', pinnedSelect, 'z-4')}>
            <span className="flex w-6">
              <CheckboxBox
                aria-label={t('selectPage')}
                checked={select.checked}
                indeterminate={select.some && !select.checked}
                onCheckedChange={(on) => select.onToggle(on)}
              />
            </span>
          </th>
        ) : null}
        {columns.map((column, index) => (
          <HeadCell
            key={column.id}
            column={column}
            sort={sort}
            onSort={onSort}
            className={index === 0 ? pinnedFirst(select !== undefined) : ''}
          />
        ))}
      </tr>
    </thead>
  );
}

const headCell =
  'sticky top-0 z-3 h-9 whitespace-nowrap border-line border-b bg-panel px-3 text-left align-middle font-medium text-faint text-xs max-md:border-line';

interface HeadCellProps<Row> extends Pick<TableHeadProps<Row>, 'sort' | 'onSort'> {
  column: DataColumn<Row>;
  className: string;
}

function HeadCell<Row>({ column, sort, onSort, className }: HeadCellProps<Row>) {
  const field = column.field ?? column.id;
  const active = sort?.field === field ? sort : undefined;
  const end = column.align === 'end';
  // Up, down, then the table's own order again.
  const next = !active ? { field, desc: false } : active.desc ? undefined : { field, desc: true };
  const Arrow = active?.desc ? ArrowDown : ArrowUp;
  return (
    <th
      scope="col"
      aria-sort={active ? (active.desc ? 'descending' : 'ascending') : undefined}
      className={cx(headCell, end && 'text-right', className, className !== '' && 'z-4')}
    >
      {column.sortable ? (
        <button
          type="button"
          onClick={() => onSort(next)}
          className={cx(
            'group inline-flex items-center gap-1 rounded-sm align-middle hover:text-ink',
            end && 'flex-row-reverse',
            active && 'text-ink',
          )}
        >
          {column.header}
          <Arrow
            aria-hidden="true"
            className={cx(
              'size-3',
              active ? 'opacity-100' : 'opacity-0 group-hover:opacity-60 group-focus-visible:opacity-60',
            )}
          />
        </button>
      ) : (
        column.header
      )}
    </th>
  );
}
