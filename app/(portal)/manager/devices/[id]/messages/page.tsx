import type { SearchParams } from '#components/frame/page-query.ts';
import { DeviceDisorder } from '#components/uplinks/device-disorder.tsx';
import { DeviceRefusals } from '#components/uplinks/device-refusals.tsx';
import { MessageTable } from '#components/uplinks/message-table.tsx';
import { allowed } from '#server/access/allowed.ts';
import { loadUplinks } from '#server/uplinks/loaders.ts';
import { listPage } from '../../../../first-page.ts';

interface PageProps {
  params: Promise<{ id: string }>;
  searchParams: SearchParams;
}

export default async function MessagesPage({ params, searchParams }: PageProps) {
  const { id } = await params;
  const [list, may] = await Promise.all([
    listPage('messages', searchParams, (query) => loadUplinks(id, query)),
    allowed('uplinks.replay'),
  ]);
  return (
    <>
      <DeviceRefusals deviceId={id} />
      <DeviceDisorder deviceId={id} />
      <MessageTable deviceId={id} mayReplay={may['uplinks.replay']} {...list} />
    </>
  );
}
