'use client';
import Inbox from 'lucide-react/icons/inbox';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { deviceKeys } from '#components/devices/queries.ts';
import { fetchRows } from '#components/frame/fetch-rows.ts';
import { DataTable } from '#components/ui/data-table/data-table.tsx';
import { useMessageColumns } from './lora-columns.tsx';
import type { LoraDataProps } from './lora-data.tsx';
import { KindChip, LiveChip, UpToChip } from './tail-chips.tsx';
import { useLiveTail } from './use-live-tail.ts';

const tableId = 'messages';

export function MessageTable({ deviceId, initial }: LoraDataProps) {
  const t = useTranslations('messages');
  const columns = useMessageColumns();
  const [follow, setFollow] = useState(true);
  const fresh = useLiveTail(deviceId, tableId, follow);
  return (
    <DataTable
      id={tableId}
      label={t('title')}
      columns={columns}
      rowId={(row) => String(row.id)}
      rowHref={(row) => `/manager/messages/${row.id}`}
      queryKey={[...deviceKeys.messages(deviceId), 'all']}
      fetchPage={(query, signal) => fetchRows(`devices/${deviceId}/messages`, query, signal)}
      initial={initial}
      searchPlaceholder={t('search')}
      fresh={fresh}
      height="auto"
      lead={
        <>
          <LiveChip on={follow} onChange={setFollow} />
          <KindChip />
          <UpToChip />
        </>
      }
      empty={{
        icon: <Inbox aria-hidden="true" />,
        title: t('empty.title'),
        text: t('empty.text'),
      }}
    />
  );
}
