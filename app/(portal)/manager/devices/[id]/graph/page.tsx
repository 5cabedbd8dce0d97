import { chemistryOf } from '#components/devices/battery-lines.ts';
import { DataViews } from '#components/devices/data-views.tsx';
import { DeviceGraph } from '#components/devices/device-graph.tsx';
import { movesOf } from '#components/devices/graph-range.ts';
import { KeptNote } from '#components/devices/kept-note.tsx';
import { allowed } from '#server/access/allowed.ts';
import { loadDeviceHead } from '#server/devices/loaders.ts';
import { loadKept, loadNames } from '#server/measurements/loaders.ts';
import { loadTwin } from '#server/twins/loaders.ts';
import { monthBefore } from './month.ts';

export default async function GraphPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const now = new Date();
  const [{ device }, names, { metadata }, kept, may] = await Promise.all([
    loadDeviceHead(id),
    loadNames({ deviceId: id, ...monthBefore(now) }),
    loadTwin(id),
    loadKept(id),
    allowed('customers.update'),
  ]);
  return (
    <>
      <KeptNote kept={kept} mayChange={may['customers.update']}>
        {names.length > 0 ? <DataViews deviceId={id} moves={movesOf(names)} now={now.getTime()} /> : null}
      </KeptNote>
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
