'use client';
import RadioTower from 'lucide-react/icons/radio-tower';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { deviceKeys } from '#components/devices/queries.ts';
import { cx } from '#components/ui/cx.ts';
import { DataTable } from '#components/ui/data-table/data-table.tsx';
import { Drawer } from '#components/ui/drawer.tsx';
import { Panel } from '#components/ui/panel.tsx';
import type { Uplink, UplinkListItem } from '#server/uplinks/contract.ts';
import { useLoraColumns } from './lora-columns.tsx';
import { MessageDetail } from './message-detail.tsx';
import { useMessageWords } from './message-kind.tsx';
import { type MessageListProps, useMessageList } from './use-message-list.tsx';
import { useWide } from './use-wide.ts';

interface LoraDataProps extends MessageListProps {
  /** The message that stands beside the list until another is chosen. */
  first: Uplink | null;
}

export function LoraData({ first, ...props }: LoraDataProps) {
  const t = useTranslations('messages');
  const { table, dialog } = useMessageList('lora-data', props, <RadioTower aria-hidden="true" />);
  const wide = useWide();
  const [opened, setOpened] = useState<UplinkListItem | null>(null);
  const shown = opened ?? (wide ? first : null);
  return (
    <div className={cx('grid items-start gap-4', shown && 'xl:grid-cols-[minmax(0,1fr)_344px]')}>
      <DataTable
        {...table}
        label={t('loraTitle')}
        columns={useLoraColumns()}
        queryKey={[...deviceKeys.messages(props.deviceId), 'lora']}
        activeRowId={shown ? String(shown.id) : undefined}
        onRowOpen={setOpened}
        opensBeside={wide}
      />
      <Beside
        message={shown}
        first={first}
        wide={wide}
        open={opened !== null}
        onClose={() => setOpened(null)}
      />
      {dialog}
    </div>
  );
}

interface BesideProps {
  message: UplinkListItem | null;
  first: Uplink | null;
  wide: boolean;
  open: boolean;
  onClose: () => void;
}

/** Beside the list where there is room, over it where there is not. */
function Beside({ message, first, wide, open, onClose }: BesideProps) {
  const words = useMessageWords();
  const [last, setLast] = useState(message);
  useEffect(() => {
    if (message) setLast(message);
  }, [message]);
  if (wide) {
    return message ? (
      <Panel className="sticky top-15 max-h-[calc(100dvh-76px)] overflow-y-auto max-xl:hidden">
        <MessageDetail
          key={message.id}
          item={message}
          painted={first?.id === message.id ? first : undefined}
        />
      </Panel>
    ) : null;
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
