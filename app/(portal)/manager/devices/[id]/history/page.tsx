import { DeviceHistory } from '#components/devices/device-history.tsx';
import type { SearchParams } from '#components/frame/page-query.ts';
import { loadDeviceHistory } from '#server/devices/loaders.ts';
import { listPage } from '../../../../first-page.ts';

interface HistoryPageProps {
  params: Promise<{ id: string }>;
  searchParams: SearchParams;
}

export default async function HistoryPage({ params, searchParams }: HistoryPageProps) {
  const { id } = await params;
  const { views, initial } = await listPage('device-history', searchParams, (query) =>
    loadDeviceHistory(id, query),
  );
  return <DeviceHistory deviceId={id} initial={initial} views={views} />;
}
