'use client';
import ArrowUpDown from 'lucide-react/icons/arrow-up-down';
import { useTranslations } from 'next-intl';
import { Chip } from '../chip.tsx';
import { Menu, MenuRadioGroup } from '../menu.tsx';
import type { DataColumn } from './table-types.ts';
import type { TableUrlState } from './use-table-state.ts';

/** Cards have no headers to press: phones sort from a menu. */
export function SortMenu<Row>({
  columns,
  state,
}: {
  columns: readonly DataColumn<Row>[];
  state: TableUrlState;
}) {
  const t = useTranslations('ui.table');
  const sortable = columns.filter((column) => column.sortable);
  if (sortable.length === 0 || !columns.some((column) => column.phone)) return null;
  const { sort } = state.query;
  const options = sortable.flatMap((column) => {
    const field = column.field ?? column.id;
    return [
      { value: field, label: `${column.header} ↑` },
      { value: `-${field}`, label: `${column.header} ↓` },
    ];
  });
  return (
    <Menu
      align="end"
      trigger={
        <Chip className="sm:hidden" icon={<ArrowUpDown aria-hidden="true" />}>
          {t('sort')}
        </Chip>
      }
    >
      <MenuRadioGroup
        value={sort ? `${sort.desc ? '-' : ''}${sort.field}` : ''}
        onValueChange={(value) =>
          state.setQuery({ sort: { field: value.replace(/^-/, ''), desc: value.startsWith('-') } })
        }
        options={options}
      />
    </Menu>
  );
}
