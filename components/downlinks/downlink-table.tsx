'use client';
import Send from 'lucide-react/icons/send';
import { useTranslations } from 'next-intl';
import { exportHref } from '#components/frame/export-href.ts';
import { fetchRows } from '#components/frame/fetch-rows.ts';
import { useTableViews } from '#components/table-views/use-table-views.ts';
import { DataTable } from '#components/ui/data-table/data-table.tsx';
import type { TablePage, TableQuery } from '#components/ui/data-table/table-query.ts';
import type { Downlink } from '#server/downlinks/contract.ts';
import type { TableViewItem } from '#server/table-views/contract.ts';
import { type DownlinkRights, noteOf, useDownlinkColumns } from './downlink-columns.tsx';

export interface DownlinkTableProps {
  deviceId: string;
  queryKey: readonly unknown[];
  initial: { query: TableQuery; page: TablePage<Downlink> } | undefined;
  views: TableViewItem[];
  may: DownlinkRights;
  /** Told every page of rows that was read. */
  onRead: (rows: readonly Downlink[]) => void;
}

/** All instructions that a device was ever given, newest first. */
export function DownlinkTable({ deviceId, queryKey, initial, views, may, onRead }: DownlinkTableProps) {
  const t = useTranslations('downlinks');
  return (
    <DataTable<Downlink>
      id="downlinks"
      label={t('table.label')}
      columns={useDownlinkColumns(may)}
      rowId={(row) => row.id}
      rowLines={2}
      cardNote={noteOf}
      queryKey={queryKey}
      fetchPage={async (query, signal) => {
        const page = await fetchRows<Downlink>(`devices/${deviceId}/downlinks`, query, signal);
        onRead(page.rows);
        return page;
      }}
      initial={initial}
      views={useTableViews('downlinks', views)}
      exportHref={exportHref(`devices/${deviceId}/downlinks`)}
      searchPlaceholder={t('table.search')}
      height="auto"
      empty={{ icon: <Send aria-hidden="true" />, title: t('empty.title'), text: t('empty.text') }}
    />
  );
}
