import { DeviceGraph } from '#components/devices/device-graph.tsx';
import { loadDeviceHead } from '#server/devices/loaders.ts';
import { loadNames } from '#server/measurements/loaders.ts';

const MONTH_MS = 31 * 24 * 3600_000;

export default async function GraphPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const now = new Date();
  const [{ device }, names] = await Promise.all([
    loadDeviceHead(id),
    loadNames({ deviceId: id, from: new Date(now.getTime() - MONTH_MS), to: now }),
  ]);
  return (
    <DeviceGraph
      deviceId={id}
      names={names}
      intervalSeconds={device.expectedIntervalSeconds}
      now={now.getTime()}
    />
  );
}
