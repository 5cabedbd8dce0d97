import { DeviceFlows } from '#components/devices/device-flows.tsx';
import { allowed } from '#server/access/allowed.ts';
import { loadDeviceHead } from '#server/devices/loaders.ts';
import { loadDeviceFlows } from '#server/flows/loaders.ts';

export default async function DeviceFlowsPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const [{ device }, linked, may] = await Promise.all([
    loadDeviceHead(id),
    loadDeviceFlows(id),
    allowed('flows.update'),
  ]);
  return <DeviceFlows device={device} initial={linked} mayUpdate={may['flows.update']} />;
}
