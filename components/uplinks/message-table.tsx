'use client';
import Inbox from 'lucide-react/icons/inbox';
import { useTranslations } from 'next-intl';
import { deviceKeys } from '#components/devices/queries.ts';
import { DataTable } from '#components/ui/data-table/data-table.tsx';
import { useMessageColumns } from './lora-columns.tsx';
import { type MessageListProps, useMessageList } from './use-message-list.tsx';

interface MessageTableProps extends MessageListProps {
  /** Its frames have counters and bytes; what others send is text. */
  isLora: boolean;
}

export function MessageTable({ isLora, ...props }: MessageTableProps) {
  const t = useTranslations('messages');
  const { table, dialog } = useMessageList('messages', props, <Inbox aria-hidden="true" />, isLora);
  return (
    <>
      <DataTable
        {...table}
        label={t('title')}
        columns={useMessageColumns(isLora)}
        rowHref={(row) => `/manager/messages/${row.id}`}
        queryKey={[...deviceKeys.messages(props.deviceId), 'all']}
      />
      {dialog}
    </>
  );
}
