import { chemistryOf } from '#components/devices/battery-lines.ts';
import { DataViews } from '#components/devices/data-views.tsx';
import { DeviceGraph } from '#components/devices/device-graph.tsx';
import { movesOf } from '#components/devices/graph-range.ts';
import { loadDeviceHead } from '#server/devices/loaders.ts';
import { loadNames } from '#server/measurements/loaders.ts';
import { loadTwin } from '#server/twins/loaders.ts';
import { monthBefore } from './month.ts';

export default async function GraphPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const now = new Date();
  const [{ device }, names, { metadata }] = await Promise.all([
    loadDeviceHead(id),
    loadNames({ deviceId: id, ...monthBefore(now) }),
    loadTwin(id),
  ]);
  return (
    <>
      {names.length > 0 ? <DataViews deviceId={id} moves={movesOf(names)} now={now.getTime()} /> : null}
      <DeviceGraph
        deviceId={id}
        names={names}
        intervalSeconds={device.expectedIntervalSeconds}
        chemistry={chemistryOf(device.batteryChemistry, metadata)}
        now={now.getTime()}
      />
    </>
  );
}
