'use client';
import CircleCheck from 'lucide-react/icons/circle-check';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { seenColumns } from '#components/connections/seen-columns.tsx';
import { exportHref } from '#components/frame/export-href.ts';
import { useTableViews } from '#components/table-views/use-table-views.ts';
import { HeldTable } from '#components/ui/data-table/held-table.tsx';
import type { DataColumn } from '#components/ui/data-table/table-types.ts';
import { Identifier } from '#components/ui/identifier.tsx';
import { CALLER_REASONS, type CallerItem, DOORS } from '#server/doors/contract.ts';
import { callerList } from '#server/doors/list-rules.ts';
import type { TableViewItem } from '#server/table-views/contract.ts';

interface CallerTableProps {
  callers: CallerItem[];
  most: number;
  views: TableViewItem[];
}

/** Devices that speak for themselves and that no customer has. */
export function CallerTable({ callers, most, views }: CallerTableProps) {
  const t = useTranslations('connections.doors.callers');
  return (
    <section>
      <h2 className="font-semibold">{t('title')}</h2>
      <p className="mb-2.5 text-dim text-sm">
        {t('lead')} {callers.length >= most ? t('most', { most }) : null}
      </p>
      <HeldTable
        id="callers"
        label={t('title')}
        columns={useColumns()}
        rows={callers}
        rowId={(row) => `${row.network}:${row.identifier}:${row.door}`}
        list={callerList}
        views={useTableViews('callers', views)}
        exportHref={exportHref('doors')}
        height="auto"
        searchPlaceholder={t('search')}
        empty={{
          icon: <CircleCheck aria-hidden="true" className="text-accent" />,
          title: t('none'),
          text: t('noneText'),
        }}
      />
    </section>
  );
}

function useColumns(): DataColumn<CallerItem>[] {
  const t = useTranslations('connections.doors.callers');
  return useMemo(() => {
    const choices = <Value extends string>(
      values: readonly Value[],
      label: (value: Value) => string,
    ): DataColumn<CallerItem>['filter'] => ({
      kind: 'enum',
      options: values.map((value) => ({ value, label: label(value) })),
    });
    const { count, first, last } = seenColumns<CallerItem>(t);
    return [
      {
        id: 'identifier',
        header: t('identifier'),
        phone: 'title',
        width: 320,
        sortable: true,
        filter: { kind: 'text' },
        cell: (row) => <Identifier value={row.identifier} />,
      },
      {
        id: 'door',
        header: t('door'),
        phone: 'left',
        width: 90,
        filter: choices(DOORS, (door) => t(`doors.${door}`)),
        cell: (row) => t(`doors.${row.door}`),
      },
      {
        id: 'reason',
        header: t('reason'),
        phone: 'wide',
        filter: choices(CALLER_REASONS, (reason) => t(`reasons.${reason}`)),
        cell: (row) => (
          <span className="text-dim">{t(`reasons.${row.reason as (typeof CALLER_REASONS)[number]}`)}</span>
        ),
      },
      count,
      first,
      { ...last, phone: 'right' },
    ];
  }, [t]);
}
