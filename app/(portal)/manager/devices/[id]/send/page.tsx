import { DeviceDownlinks } from '#components/downlinks/device-downlinks.tsx';
import type { SearchParams } from '#components/frame/page-query.ts';
import { allowed } from '#server/access/allowed.ts';
import { loadDeviceHead } from '#server/devices/loaders.ts';
import { loadDownlinkFacts, loadDownlinks } from '#server/downlinks/loaders.ts';
import { listPage } from '../../../../first-page.ts';

interface SendPageProps {
  params: Promise<{ id: string }>;
  searchParams: SearchParams;
}

export default async function SendPage({ params, searchParams }: SendPageProps) {
  const { id } = await params;
  const [{ device }, facts, { views, initial }, may] = await Promise.all([
    loadDeviceHead(id),
    loadDownlinkFacts(id),
    listPage('downlinks', searchParams, (query) => loadDownlinks(id, query)),
    allowed('downlinks.send', 'downlinks.cancel', 'devices.update'),
  ]);
  return (
    <DeviceDownlinks
      key={id}
      device={device}
      facts={facts}
      initial={initial}
      views={views}
      may={{ send: may['downlinks.send'], cancel: may['downlinks.cancel'], update: may['devices.update'] }}
    />
  );
}
