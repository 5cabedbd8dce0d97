'use client';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { exportHref } from '#components/frame/export-href.ts';
import { fetchRows } from '#components/frame/fetch-rows.ts';
import { useTableViews } from '#components/table-views/use-table-views.ts';
import type { TablePage, TableQuery } from '#components/ui/data-table/table-query.ts';
import type { TableViewItem } from '#server/table-views/contract.ts';
import type { UplinkListItem } from '#server/uplinks/contract.ts';
import { KindChip, LiveChip, UpToChip } from './tail-chips.tsx';
import { useLiveTail } from './use-live-tail.ts';

export interface MessageListProps {
  deviceId: string;
  initial: { query: TableQuery; page: TablePage<UplinkListItem> } | undefined;
  views: TableViewItem[];
}

/** A table of one device's messages that grows while it is followed: all but its columns and what a row opens. */
export function useMessageList(
  id: 'messages' | 'lora-data',
  { deviceId, initial, views }: MessageListProps,
  icon: ReactNode,
) {
  const t = useTranslations('messages');
  const [follow, setFollow] = useState(true);
  const fresh = useLiveTail(deviceId, id, follow);
  return {
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
    empty: { icon, title: t('empty.title'), text: t('empty.text') },
  };
}
