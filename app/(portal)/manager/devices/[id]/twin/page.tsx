import { DeviceTwin } from '#components/devices/device-twin.tsx';
import { allowed } from '#server/access/allowed.ts';
import { loadDeviceHead } from '#server/devices/loaders.ts';
import { loadDownlinkFacts } from '#server/downlinks/loaders.ts';
import { loadTwin } from '#server/twins/loaders.ts';

export default async function TwinPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const [twin, { device }, { offer }, may] = await Promise.all([
    loadTwin(id),
    loadDeviceHead(id),
    loadDownlinkFacts(id),
    allowed('twins.update', 'downlinks.send'),
  ]);
  return (
    <DeviceTwin
      initial={twin}
      offer={offer}
      expected={device.records}
      mayUpdate={may['twins.update'] && may['downlinks.send']}
    />
  );
}
