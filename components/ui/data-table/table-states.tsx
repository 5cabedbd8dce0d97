'use client';
import { useTranslations } from 'next-intl';
import { Button } from '../button.tsx';
import { EmptyState } from '../empty-state.tsx';
import { Skeleton } from '../skeleton.tsx';
import type { DataColumn, EmptyTable } from './table-types.ts';

const rowKeys = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'];
const widths = ['w-4/5', 'w-3/5', 'w-2/3', 'w-1/2', 'w-3/4'];

export function SkeletonRows<Row>({
  columns,
  selectable,
  menu,
  lines,
}: {
  columns: readonly DataColumn<Row>[];
  selectable: boolean;
  menu: boolean;
  lines: 1 | 2;
}) {
  return (
    <tbody aria-hidden="true">
      {rowKeys.map((key, row) => (
        <tr key={key}>
          {selectable ? (
            <td className="border-line-soft border-b pl-3">
              <Skeleton className="size-4!" />
            </td>
          ) : null}
          {columns.map((column, index) => (
            <td
              key={column.id}
              className={`min-w-24 border-line-soft border-b px-3 ${lines === 2 ? 'h-[47px]' : 'h-9'}`}
            >
              <Skeleton
                className={`${widths[(row + index) % widths.length]} ${column.align === 'end' ? 'ml-auto' : ''}`}
              />
            </td>
          ))}
          {menu ? <td className="border-line-soft border-b" /> : null}
        </tr>
      ))}
    </tbody>
  );
}

export function NoRows({
  narrowed,
  empty,
  onReset,
}: {
  narrowed: boolean;
  empty: EmptyTable;
  onReset: () => void;
}) {
  const t = useTranslations('ui.table');
  if (!narrowed) {
    return (
      <EmptyState icon={empty.icon} title={empty.title} action={empty.action}>
        {empty.text}
      </EmptyState>
    );
  }
  return (
    <EmptyState title={t('noMatchTitle')} action={<Button onClick={onReset}>{t('resetSearch')}</Button>}>
      {t('noMatchText')}
    </EmptyState>
  );
}

/** And not all is looked through; whether it goes on stands below the table. */
export function NoneSoFar({ isStopped }: { isStopped: boolean }) {
  const t = useTranslations('ui.table');
  return (
    <p role="status" className="px-3 py-10 text-center text-dim">
      {t(isStopped ? 'noneUntilStopped' : 'noneSoFar')}
    </p>
  );
}
