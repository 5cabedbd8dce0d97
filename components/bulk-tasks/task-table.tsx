'use client';
import ListChecks from 'lucide-react/icons/list-checks';
import Upload from 'lucide-react/icons/upload';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { exportHref } from '#components/frame/export-href.ts';
import { fetchRows } from '#components/frame/fetch-rows.ts';
import { useReread } from '#components/live/use-reread.ts';
import { useTableViews } from '#components/table-views/use-table-views.ts';
import { ButtonLink } from '#components/ui/button.tsx';
import { DataTable } from '#components/ui/data-table/data-table.tsx';
import { NameCell } from '#components/ui/data-table/name-cell.tsx';
import type { TablePage, TableQuery } from '#components/ui/data-table/table-query.ts';
import type { DataColumn } from '#components/ui/data-table/table-types.ts';
import { Quantity } from '#components/ui/quantity.tsx';
import { Time } from '#components/ui/time.tsx';
import { BULK_KINDS, BULK_STATES, type BulkTaskItem } from '#server/bulk-tasks/contract.ts';
import type { TableViewItem } from '#server/table-views/contract.ts';
import { bulkKeys } from './queries.ts';
import { TaskPill, useTaskTitle } from './task-state.tsx';

const REREAD_MS = 3_000;

export function TaskTable({
  initial,
  views,
  mayRun,
}: {
  initial: { query: TableQuery; page: TablePage<BulkTaskItem> } | undefined;
  views: TableViewItem[];
  mayRun: boolean;
}) {
  const t = useTranslations('bulk');
  useReread(bulkKeys.list, REREAD_MS);
  return (
    <DataTable
      id="bulk-tasks"
      label={t('title')}
      columns={useColumns()}
      rowId={(row) => row.id}
      rowHref={(row) => `/manager/bulk-tasks/${row.id}`}
      rowLines={2}
      queryKey={bulkKeys.list}
      fetchPage={(query, signal) => fetchRows<BulkTaskItem>('bulk-tasks', query, signal)}
      initial={initial}
      views={useTableViews('bulk-tasks', views)}
      exportHref={exportHref('bulk-tasks')}
      searchPlaceholder={t('search')}
      empty={{
        icon: <ListChecks aria-hidden="true" />,
        title: t('empty.title'),
        text: t('empty.text'),
        action: mayRun ? <NewTaskLink /> : undefined,
      }}
    />
  );
}

export function NewTaskLink() {
  const t = useTranslations('bulk');
  return (
    <ButtonLink variant="primary" href="/manager/bulk-tasks/new" icon={<Upload aria-hidden="true" />}>
      {t('fromSheet')}
    </ButtonLink>
  );
}

function useColumns(): DataColumn<BulkTaskItem>[] {
  const t = useTranslations('bulk');
  const titleOf = useTaskTitle();
  return useMemo(
    () => [
      {
        id: 'kind',
        header: t('column.task'),
        phone: 'title',
        filter: { kind: 'enum', options: BULK_KINDS.map((value) => ({ value, label: t(`kind.${value}`) })) },
        cell: (row) => <NameCell name={titleOf(row)}>{row.fileName ?? t(`source.${row.source}`)}</NameCell>,
      },
      {
        id: 'state',
        header: t('column.state'),
        phone: 'corner',
        width: 170,
        filter: {
          kind: 'enum',
          options: BULK_STATES.map((value) => ({ value, label: t(`state.${value}`) })),
        },
        cell: (row) => <TaskPill of={row} />,
      },
      {
        id: 'progress',
        header: t('column.progress'),
        phone: 'left',
        width: 150,
        align: 'end',
        cell: (row) => (
          <span>
            <Quantity value={row.done + row.failed} /> / <Quantity value={row.toDo} />
          </span>
        ),
      },
      {
        id: 'failed',
        header: t('column.failed'),
        width: 110,
        align: 'end',
        filter: { kind: 'number' },
        cell: (row) => (
          <span className={row.failed > 0 ? 'font-medium text-bad' : 'text-faint'}>
            <Quantity value={row.failed} />
          </span>
        ),
      },
      {
        id: 'refused',
        header: t('column.refused'),
        width: 110,
        align: 'end',
        cell: (row) => (
          <span className={row.planned.refuse ? 'text-ink' : 'text-faint'}>
            <Quantity value={row.planned.refuse ?? 0} />
          </span>
        ),
      },
      {
        id: 'actor',
        header: t('column.by'),
        width: 160,
        filter: { kind: 'text' },
        cell: (row) => row.actor.name,
      },
      {
        id: 'createdAt',
        header: t('column.createdAt'),
        phone: 'right',
        width: 160,
        sortable: true,
        filter: { kind: 'date' },
        cell: (row) => <Time value={row.createdAt} />,
      },
      {
        id: 'source',
        header: t('column.source'),
        hidden: true,
        filter: {
          kind: 'enum',
          options: (['file', 'selection', 'undo'] as const).map((value) => ({
            value,
            label: t(`source.${value}`),
          })),
        },
        cell: (row) => t(`source.${row.source}`),
      },
      {
        id: 'fileName',
        header: t('column.fileName'),
        hidden: true,
        filter: { kind: 'text' },
        cell: (row) => row.fileName ?? '–',
      },
      {
        id: 'total',
        header: t('column.total'),
        hidden: true,
        align: 'end',
        filter: { kind: 'number' },
        cell: (row) => <Quantity value={row.total} />,
      },
      {
        id: 'finishedAt',
        header: t('column.finishedAt'),
        hidden: true,
        align: 'end',
        filter: { kind: 'date' },
        cell: (row) => <Time value={row.finishedAt} />,
      },
    ],
    [t, titleOf],
  );
}
