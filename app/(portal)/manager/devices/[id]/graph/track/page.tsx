import { DataViews } from '#components/devices/data-views.tsx';
import { DeviceTrack } from '#components/devices/device-track.tsx';

export default async function TrackPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const now = Date.now();
  return (
    <>
      <DataViews deviceId={id} moves now={now} />
      <DeviceTrack deviceId={id} now={now} />
    </>
  );
}
