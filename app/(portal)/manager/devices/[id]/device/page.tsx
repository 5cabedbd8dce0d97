import { DeviceConfiguration } from '#components/devices/device-configuration.tsx';
import { allowed } from '#server/access/allowed.ts';
import { loadDeviceHead } from '#server/devices/loaders.ts';
import { loadUplinks } from '#server/uplinks/loaders.ts';

export default async function ConfigurationPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const [{ device }, may, messages] = await Promise.all([
    loadDeviceHead(id),
    allowed('devices.update', 'devices.delete'),
    loadUplinks(id, { filters: [], limit: 1 }),
  ]);
  return (
    <DeviceConfiguration
      device={device}
      mayUpdate={may['devices.update']}
      mayDelete={may['devices.delete']}
      uplinks={messages}
    />
  );
}
