import { DataViews } from '#components/devices/data-views.tsx';
import { DeviceTrack } from '#components/devices/device-track.tsx';
import { KeptNote } from '#components/devices/kept-note.tsx';
import { allowed } from '#server/access/allowed.ts';
import { loadKept } from '#server/measurements/loaders.ts';

export default async function TrackPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const now = Date.now();
  const [kept, may] = await Promise.all([loadKept(id), allowed('customers.update')]);
  return (
    <>
      <KeptNote kept={kept} mayChange={may['customers.update']}>
        <DataViews deviceId={id} moves now={now} />
      </KeptNote>
      <DeviceTrack deviceId={id} now={now} />
    </>
  );
}
