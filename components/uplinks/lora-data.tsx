'use client';
import RadioTower from 'lucide-react/icons/radio-tower';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { deviceKeys } from '#components/devices/queries.ts';
import { fetchRows } from '#components/frame/fetch-rows.ts';
import { DataTable } from '#components/ui/data-table/data-table.tsx';
import type { TablePage, TableQuery } from '#components/ui/data-table/table-query.ts';
import { Drawer } from '#components/ui/drawer.tsx';
import { Panel } from '#components/ui/panel.tsx';
import type { UplinkListItem } from '#server/uplinks/contract.ts';
import { useLoraColumns } from './lora-columns.tsx';
import { MessageDetail } from './message-detail.tsx';
import { useMessageWords } from './message-kind.tsx';
import { KindChip, LiveChip, UpToChip } from './tail-chips.tsx';
import { useLiveTail } from './use-live-tail.ts';
import { useWide } from './use-wide.ts';

const tableId = 'lora-data';

export interface LoraDataProps {
  deviceId: string;
  initial: { query: TableQuery; page: TablePage<UplinkListItem> } | undefined;
}

export function LoraData({ deviceId, initial }: LoraDataProps) {
  const t = useTranslations('messages');
  const columns = useLoraColumns();
  const [follow, setFollow] = useState(true);
  const fresh = useLiveTail(deviceId, tableId, follow);
  const wide = useWide();
  const [opened, setOpened] = useState<UplinkListItem | null>(null);
  // On a wide screen the place beside the list is never empty: it begins with the newest message.
  const newest = initial?.page.rows.find((row) => row.event.kind === 'uplink') ?? initial?.page.rows[0];
  const shown = opened ?? (wide ? (newest ?? null) : null);
  return (
    <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_344px]">
      <DataTable
        id={tableId}
        label={t('loraTitle')}
        columns={columns}
        rowId={(row) => String(row.id)}
        queryKey={[...deviceKeys.messages(deviceId), 'lora']}
        fetchPage={(query, signal) => fetchRows(`devices/${deviceId}/messages`, query, signal)}
        initial={initial}
        searchPlaceholder={t('search')}
        activeRowId={shown ? String(shown.id) : undefined}
        onRowOpen={setOpened}
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
          icon: <RadioTower aria-hidden="true" />,
          title: t('empty.title'),
          text: t('empty.text'),
        }}
      />
      <Beside message={shown} wide={wide} open={opened !== null} onClose={() => setOpened(null)} />
    </div>
  );
}

interface BesideProps {
  message: UplinkListItem | null;
  wide: boolean;
  open: boolean;
  onClose: () => void;
}

/** Beside the list where there is room, over it where there is not. */
function Beside({ message, wide, open, onClose }: BesideProps) {
  const words = useMessageWords();
  const [last, setLast] = useState(message);
  useEffect(() => {
    if (message) setLast(message);
  }, [message]);
  if (wide) {
    return message ? (
      <Panel className="sticky top-15 max-h-[calc(100dvh-76px)] overflow-y-auto max-xl:hidden">
        <MessageDetail key={message.id} item={message} />
      </Panel>
    ) : (
      <div className="max-xl:hidden" />
    );
  }
  return (
    <Drawer
      open={open}
      onOpenChange={(next) => !next && onClose()}
      title={last ? words(last.event).name : ''}
    >
      {last ? <MessageDetail key={last.id} item={last} /> : null}
    </Drawer>
  );
}
