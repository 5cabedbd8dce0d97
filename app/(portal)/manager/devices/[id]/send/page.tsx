import { DeviceDownlinks } from '#components/downlinks/device-downlinks.tsx';
import { allowed } from '#server/access/allowed.ts';
import { loadDeviceHead } from '#server/devices/loaders.ts';
import { loadDeviceDownlinks } from '#server/downlinks/loaders.ts';

export default async function SendPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const [{ device }, downlinks, may] = await Promise.all([
    loadDeviceHead(id),
    loadDeviceDownlinks(id),
    allowed('downlinks.send', 'downlinks.cancel', 'devices.update'),
  ]);
  return (
    <DeviceDownlinks
      key={id}
      device={device}
      initial={downlinks}
      may={{ send: may['downlinks.send'], cancel: may['downlinks.cancel'], update: may['devices.update'] }}
    />
  );
}
