import { DeviceHistory } from '#components/devices/device-history.tsx';
import { loadHistory } from '#server/audit/loaders.ts';

export default async function HistoryPage({ params }: { params: Promise<{ id: string }> }) {
  return <DeviceHistory items={await loadHistory('device', (await params).id)} />;
}
