import { DataViews } from '#components/devices/data-views.tsx';
import { DeviceTrack } from '#components/devices/device-track.tsx';

export default async function TrackPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <>
      <DataViews deviceId={id} moves />
      <DeviceTrack deviceId={id} now={Date.now()} />
    </>
  );
}
