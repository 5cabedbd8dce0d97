'use client';
import History from 'lucide-react/icons/history';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { exportHref } from '#components/frame/export-href.ts';
import { fetchRows } from '#components/frame/fetch-rows.ts';
import { useLiveDevices } from '#components/live/use-live.ts';
import { fromWhere, whenAndWho } from '#components/organization/audit-parts.tsx';
import { useTableViews } from '#components/table-views/use-table-views.ts';
import { DataTable } from '#components/ui/data-table/data-table.tsx';
import type { TablePage, TableQuery } from '#components/ui/data-table/table-query.ts';
import { Drawer } from '#components/ui/drawer.tsx';
import { KeyValues } from '#components/ui/key-values.tsx';
import { PanelSection } from '#components/ui/panel.tsx';
import type { AuditItem } from '#server/audit/contract.ts';
import type { TableViewItem } from '#server/table-views/contract.ts';
import { Changes } from './history-changes.tsx';
import { useHistoryColumns, useOperationWord } from './history-columns.tsx';
import { deviceKeys } from './queries.ts';

interface DeviceHistoryProps {
  deviceId: string;
  initial: { query: TableQuery; page: TablePage<AuditItem> } | undefined;
  views: TableViewItem[];
}

/** Who did what to it, when and from where, as far back as it goes. */
export function DeviceHistory({ deviceId, initial, views }: DeviceHistoryProps) {
  const t = useTranslations('devices.history');
  const key = deviceKeys.history(deviceId);
  const [opened, setOpened] = useState<AuditItem | null>(null);
  const [open, setOpen] = useState(false);
  const operation = useOperationWord();
  useLiveDevices([], [key], { everyMs: 3_000 });
  return (
    <>
      <DataTable<AuditItem>
        id="device-history"
        label={t('title')}
        columns={useHistoryColumns()}
        rowId={(row) => String(row.id)}
        onRowOpen={(row) => {
          setOpened(row);
          setOpen(true);
        }}
        activeRowId={open && opened ? String(opened.id) : undefined}
        queryKey={key}
        fetchPage={(query, signal) => fetchRows(`devices/${deviceId}/history`, query, signal)}
        initial={initial}
        views={useTableViews('device-history', views)}
        exportHref={exportHref(`devices/${deviceId}/history`)}
        searchPlaceholder={t('search')}
        rowLines={2}
        height="auto"
        empty={{ icon: <History aria-hidden="true" />, title: t('emptyTitle'), text: t('emptyText') }}
      />
      <Drawer
        open={open}
        onOpenChange={setOpen}
        title={opened ? operation(opened.operation) : ''}
        className="w-[560px]! max-sm:max-w-[100vw]!"
      >
        {opened ? <Detail item={opened} /> : null}
      </Drawer>
    </>
  );
}

function Detail({ item }: { item: AuditItem }) {
  const t = useTranslations('organization.audit');
  return (
    <div className="pt-2">
      <PanelSection>
        <KeyValues items={[...whenAndWho(t, item), ...fromWhere(t, item)]} />
      </PanelSection>
      <PanelSection title={t('change')}>
        <Changes item={item} />
      </PanelSection>
    </div>
  );
}
