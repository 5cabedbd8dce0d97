import type { SearchParams } from '#components/frame/page-query.ts';
import { DeviceDisorder } from '#components/uplinks/device-disorder.tsx';
import { DeviceRefusals } from '#components/uplinks/device-refusals.tsx';
import { MessageTable } from '#components/uplinks/message-table.tsx';
import { allowed } from '#server/access/allowed.ts';
import { loadDeviceHead } from '#server/devices/loaders.ts';
import { loadUplinks } from '#server/uplinks/loaders.ts';
import { listPage } from '../../../../first-page.ts';

interface PageProps {
  params: Promise<{ id: string }>;
  searchParams: SearchParams;
}

export default async function MessagesPage({ params, searchParams }: PageProps) {
  const { id } = await params;
  const [{ device }, list, may] = await Promise.all([
    loadDeviceHead(id),
    listPage('messages', searchParams, (query) => loadUplinks(id, query)),
    allowed('uplinks.replay'),
  ]);
  return (
    <>
      <DeviceRefusals deviceId={id} />
      <DeviceDisorder deviceId={id} />
      <MessageTable
        deviceId={id}
        isLora={device.deviceType.networks.includes('lora')}
        mayReplay={may['uplinks.replay']}
        {...list}
      />
    </>
  );
}
