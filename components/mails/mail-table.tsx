'use client';
import Mail from 'lucide-react/icons/mail';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { exportHref } from '#components/frame/export-href.ts';
import { fetchRows } from '#components/frame/fetch-rows.ts';
import { useReread } from '#components/live/use-reread.ts';
import { useTableViews } from '#components/table-views/use-table-views.ts';
import { DataTable } from '#components/ui/data-table/data-table.tsx';
import type { TablePage, TableQuery } from '#components/ui/data-table/table-query.ts';
import type { DataColumn } from '#components/ui/data-table/table-types.ts';
import { Time } from '#components/ui/time.tsx';
import { MAIL_STATES, type MailItem } from '#server/mails/contract.ts';
import type { TableViewItem } from '#server/table-views/contract.ts';
import { MailStatePill } from './mail-state.tsx';

const KEY = ['mails'] as const;
const EVERY_MS = 10_000;

interface MailTableProps {
  initial: { query: TableQuery; page: TablePage<MailItem> } | undefined;
  views: TableViewItem[];
}

/** What was written to whom, and what became of it. */
export function MailTable({ initial, views }: MailTableProps) {
  const t = useTranslations('mails');
  useReread(KEY, EVERY_MS);
  return (
    <DataTable<MailItem>
      id="mails"
      label={t('title')}
      columns={useColumns()}
      rowId={(row) => row.id}
      rowHref={(row) => `/organization/outbox/${row.id}`}
      queryKey={KEY}
      fetchPage={(query, signal) => fetchRows('mails', query, signal)}
      initial={initial}
      views={useTableViews('mails', views)}
      exportHref={exportHref('mails')}
      searchPlaceholder={t('search')}
      empty={{ icon: <Mail aria-hidden="true" />, title: t('empty.title'), text: t('empty.text') }}
    />
  );
}

function useColumns(): DataColumn<MailItem>[] {
  const t = useTranslations('mails');
  return useMemo(
    () => [
      {
        id: 'subject',
        header: t('column.subject'),
        phone: 'title',
        filter: { kind: 'text' },
        cell: (row) => <span className="font-medium">{row.subject}</span>,
      },
      {
        id: 'recipient',
        header: t('column.recipient'),
        phone: 'wide',
        filter: { kind: 'text' },
        cell: (row) => <span className="text-dim">{row.recipient}</span>,
      },
      {
        id: 'state',
        header: t('column.state'),
        phone: 'left',
        width: 130,
        filter: {
          kind: 'enum',
          options: MAIL_STATES.map((value) => ({ value, label: t(`state.${value}`) })),
        },
        cell: (row) => <MailStatePill state={row.state} />,
      },
      {
        id: 'error',
        header: t('column.error'),
        cell: (row) => row.lastError ?? <span className="text-faint">–</span>,
      },
      {
        id: 'createdAt',
        header: t('column.created'),
        phone: 'corner',
        align: 'end',
        width: 120,
        sortable: true,
        filter: { kind: 'date' },
        cell: (row) => <Time value={row.createdAt} />,
      },
      {
        id: 'sentAt',
        header: t('column.sent'),
        align: 'end',
        hidden: true,
        filter: { kind: 'date' },
        cell: (row) => <Time value={row.sentAt} />,
      },
    ],
    [t],
  );
}
