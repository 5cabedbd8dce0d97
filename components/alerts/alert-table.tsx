'use client';
import BellOff from 'lucide-react/icons/bell-off';
import BellRing from 'lucide-react/icons/bell-ring';
import Check from 'lucide-react/icons/check';
import { useTranslations } from 'next-intl';
import { useMemo, useState } from 'react';
import { exportHref } from '#components/frame/export-href.ts';
import { fetchRows } from '#components/frame/fetch-rows.ts';
import { narrowed } from '#components/frame/narrowed.ts';
import { useTableViews } from '#components/table-views/use-table-views.ts';
import { DataTable } from '#components/ui/data-table/data-table.tsx';
import type { TablePage, TableQuery } from '#components/ui/data-table/table-query.ts';
import type { BulkAction, TableSelection } from '#components/ui/data-table/table-types.ts';
import { useCopies } from '#components/ui/data-table/use-copies.ts';
import type { AlertItem } from '#server/alerts/contract.ts';
import type { TableViewItem } from '#server/table-views/contract.ts';
import { AcknowledgeDialog } from './acknowledge-dialog.tsx';
import { type AlertChoices, useAlertColumns } from './alert-columns.tsx';
import { MuteDialog } from './mute-dialog.tsx';
import { alertKeys } from './queries.ts';
import { useLiveAlerts } from './use-live-alerts.ts';
import { useAlertName } from './use-names.ts';

export interface AlertRights {
  acknowledge: boolean;
  mute: boolean;
}

interface AlertTableProps {
  initial?: { query: TableQuery; page: TablePage<AlertItem> } | undefined;
  views?: TableViewItem[] | undefined;
  may: AlertRights;
  /** What it is narrowed to: a project, an incident. */
  within?: { field: 'project' | 'incident'; id: string } | undefined;
  /** What may be filtered by. */
  choices?: AlertChoices;
}

const NO_CHOICES: AlertChoices = { types: [], projects: [] };

export function AlertTable({ initial, views, may, within, choices = NO_CHOICES }: AlertTableProps) {
  const t = useTranslations('alerts');
  const nameOf = useAlertName();
  const copies = useCopies();
  const key = [...alertKeys.list, within?.id ?? ''];
  useLiveAlerts(key);
  const narrow = (query: TableQuery): TableQuery =>
    within
      ? { ...query, filters: [...query.filters, { field: within.field, op: 'is', value: within.id }] }
      : query;
  const bulk = useAlertBulk(may, (selection) => narrowed(selection, narrow));
  const kept = useTableViews('alerts', views ?? []);
  return (
    <>
      <DataTable<AlertItem>
        id={within?.field === 'incident' ? 'incident-devices' : 'alerts'}
        label={within?.field === 'incident' ? t('detail.members') : t('title')}
        columns={useAlertColumns(choices)}
        rowId={(row) => row.id}
        rowHref={(row) => `/manager/alerts/${row.id}`}
        rowLines={2}
        copies={(row) => copies({ id: row.id, name: nameOf(row) })}
        queryKey={key}
        fetchPage={(query, signal) => fetchRows('alerts', narrow(query), signal)}
        initial={initial}
        views={views ? kept : undefined}
        exportHref={exportHref('alerts', narrow)}
        searchPlaceholder={t('search')}
        bulkActions={bulk.actions}
        {...(within?.field === 'incident' ? { urlPrefix: 'in.', height: 'auto' as const } : {})}
        empty={{ icon: <BellRing aria-hidden="true" />, title: t('empty.title'), text: t('empty.text') }}
      />
      {bulk.dialogs}
    </>
  );
}

interface Asked {
  kind: 'acknowledge' | 'mute';
  selection: TableSelection;
  settle: (done: boolean) => void;
}

function useAlertBulk(may: AlertRights, narrow: (selection: TableSelection) => TableSelection) {
  const t = useTranslations('alerts');
  const [asked, setAsked] = useState<Asked | null>(null);
  const actions = useMemo((): BulkAction[] => {
    const ask = (kind: Asked['kind']) => (selection: TableSelection) =>
      new Promise<boolean>((settle) => setAsked({ kind, selection, settle }));
    const acknowledge: BulkAction = {
      id: 'acknowledge',
      label: t('acknowledge.action'),
      icon: <Check aria-hidden="true" />,
      onRun: ask('acknowledge'),
    };
    const mute: BulkAction = {
      id: 'mute',
      label: t('mute.actionDevices'),
      icon: <BellOff aria-hidden="true" />,
      onRun: ask('mute'),
    };
    return [...(may.acknowledge ? [acknowledge] : []), ...(may.mute ? [mute] : [])];
  }, [t, may.acknowledge, may.mute]);
  if (!asked) return { actions, dialogs: null };
  const { rows, count } = narrow(asked.selection);
  const onClose = (done: boolean) => {
    asked.settle(done);
    setAsked(null);
  };
  const dialogs =
    asked.kind === 'mute' ? (
      <MuteDialog rows={rows} title={t('mute.titleMany', { count })} onClose={onClose} />
    ) : (
      <AcknowledgeDialog rows={rows} count={count} onClose={onClose} />
    );
  return { actions, dialogs };
}
