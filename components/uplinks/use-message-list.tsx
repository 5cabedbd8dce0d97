'use client';
import History from 'lucide-react/icons/history';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { exportHref } from '#components/frame/export-href.ts';
import { fetchRows } from '#components/frame/fetch-rows.ts';
import { narrowed } from '#components/frame/narrowed.ts';
import { useReplaySelection } from '#components/replays/use-replay-selection.tsx';
import { useTableViews } from '#components/table-views/use-table-views.ts';
import type { TablePage, TableQuery } from '#components/ui/data-table/table-query.ts';
import type { BulkAction } from '#components/ui/data-table/table-types.ts';
import type { TableViewItem } from '#server/table-views/contract.ts';
import type { UplinkListItem } from '#server/uplinks/contract.ts';
import { KindChip, LiveChip, UpToChip } from './tail-chips.tsx';
import { useLiveTail } from './use-live-tail.ts';

export interface MessageListProps {
  deviceId: string;
  initial: { query: TableQuery; page: TablePage<UplinkListItem> } | undefined;
  views: TableViewItem[];
  mayReplay: boolean;
}

/**
 * A table of one device's messages that grows while it is followed: all but its columns and what a row opens; and the
 * dialog of what is done with those that were selected.
 */
export function useMessageList(
  id: 'messages' | 'lora-data',
  { deviceId, initial, views, mayReplay }: MessageListProps,
  icon: ReactNode,
  isLora = true,
) {
  const t = useTranslations('messages');
  const [follow, setFollow] = useState(true);
  const replays = useTranslations('replays');
  const { replaySelection, dialog } = useReplaySelection();
  const ofDevice = (query: TableQuery): TableQuery => ({
    ...query,
    filters: [...query.filters, { field: 'device', op: 'is', value: deviceId }],
  });
  const fresh = useLiveTail(deviceId, id, follow);
  const replay: BulkAction = {
    id: 'replay',
    label: replays('replayMany'),
    icon: <History aria-hidden="true" />,
    onRun: (selection) => replaySelection(narrowed(selection, ofDevice)),
  };
  const table = {
    id,
    rowId: (row: UplinkListItem) => String(row.id),
    fetchPage: (query: TableQuery, signal: AbortSignal) =>
      fetchRows<UplinkListItem>(`devices/${deviceId}/messages`, query, signal),
    initial,
    views: useTableViews(id, views),
    exportHref: exportHref(`devices/${deviceId}/messages`),
    searchPlaceholder: t('search'),
    fresh,
    height: 'auto' as const,
    lead: (
      <>
        <LiveChip on={follow} onChange={setFollow} />
        <KindChip />
        <UpToChip />
      </>
    ),
    bulkActions: mayReplay ? [replay] : [],
    empty: { icon, title: t('empty.title'), text: t(isLora ? 'empty.text' : 'empty.textOwn') },
  };
  return { table, dialog };
}
