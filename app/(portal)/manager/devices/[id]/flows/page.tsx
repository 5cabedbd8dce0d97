import { DeviceFlows } from '#components/devices/device-flows.tsx';
import { allowed } from '#server/access/allowed.ts';
import { loadDeviceHead } from '#server/devices/loaders.ts';
import { loadDeviceFlows, loadFlows } from '#server/flows/loaders.ts';

export default async function DeviceFlowsPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const [{ device }, linked, may] = await Promise.all([
    loadDeviceHead(id),
    loadDeviceFlows(id),
    allowed('flows.update'),
  ]);
  const flows = await loadFlows({
    filters: [{ field: 'project', op: 'is', value: device.project.id }],
    limit: 200,
  });
  return (
    <DeviceFlows
      deviceId={id}
      deviceName={device.name}
      initial={linked}
      flows={flows.rows.map((flow) => ({ id: flow.id, name: flow.name }))}
      mayUpdate={may['flows.update']}
    />
  );
}
