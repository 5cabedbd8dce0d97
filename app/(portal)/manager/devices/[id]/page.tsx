import { DeviceOverview } from '#components/devices/device-overview.tsx';
import { drawnNames } from '#components/devices/shown-values.ts';
import { trendsOf } from '#components/devices/trends-of.ts';
import { isAtRest } from '#components/devices/under-way.ts';
import { allowed } from '#server/access/allowed.ts';
import { loadDeviceHead } from '#server/devices/loaders.ts';
import { loadDeviceFlows } from '#server/flows/loaders.ts';
import { loadLoraDevice } from '#server/lora-registrations/loaders.ts';
import { loadSeries } from '#server/measurements/loaders.ts';
import { loadTwin } from '#server/twins/loaders.ts';
import type { Twin } from '#server/twins/twin-contract.ts';
import { loadSolvedPlace, loadUplinks } from '#server/uplinks/loaders.ts';

const DAY_MS = 24 * 3600_000;
const TREND_POINTS = 48;

export default async function OverviewPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const [{ device }, twin, flows, messages, solved, may] = await Promise.all([
    loadDeviceHead(id),
    loadTwin(id),
    loadDeviceFlows(id),
    loadUplinks(id, { filters: [], limit: 8 }),
    loadSolvedPlace(id),
    allowed('lora-registrations.update', 'sims.update'),
  ]);
  return (
    <DeviceOverview
      device={device}
      twin={twin}
      flows={flows}
      messages={messages}
      trends={await dayTrends(twin)}
      solved={solved}
      registration={device.lora && !isAtRest(device.lora.status) ? await loadLoraDevice(id) : null}
      may={{ register: may['lora-registrations.update'], sims: may['sims.update'] }}
    />
  );
}

async function dayTrends(twin: Twin) {
  const to = new Date();
  const from = new Date(to.getTime() - DAY_MS);
  const names = drawnNames(twin.reported);
  const pairs = names.flatMap((name, index) => (index % 2 === 0 ? [[name, names[index + 1]]] : []));
  const series = await Promise.all(
    pairs.map((pair) =>
      loadSeries({
        deviceId: twin.deviceId,
        from,
        to,
        names: pair.filter((name) => name !== undefined),
        points: TREND_POINTS,
      }),
    ),
  );
  return trendsOf(series.flat(), from.getTime(), to.getTime(), TREND_POINTS);
}
