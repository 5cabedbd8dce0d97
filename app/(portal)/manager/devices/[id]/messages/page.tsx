import type { SearchParams } from '#components/frame/page-query.ts';
import { DeviceRefusals } from '#components/uplinks/device-refusals.tsx';
import { MessageTable } from '#components/uplinks/message-table.tsx';
import { loadUplinks } from '#server/uplinks/loaders.ts';
import { listPage } from '../../../../first-page.ts';

interface PageProps {
  params: Promise<{ id: string }>;
  searchParams: SearchParams;
}

export default async function MessagesPage({ params, searchParams }: PageProps) {
  const { id } = await params;
  const list = await listPage('messages', searchParams, (query) => loadUplinks(id, query));
  return (
    <>
      <DeviceRefusals deviceId={id} />
      <MessageTable deviceId={id} {...list} />
    </>
  );
}
