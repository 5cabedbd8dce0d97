import { DataViews } from '#components/devices/data-views.tsx';
import { movesOf } from '#components/devices/graph-range.ts';
import { KeptNote } from '#components/devices/kept-note.tsx';
import { MeasurementTable } from '#components/devices/measurement-table.tsx';
import { allowed } from '#server/access/allowed.ts';
import { loadKept, loadNames } from '#server/measurements/loaders.ts';
import { monthBefore } from '../month.ts';

export default async function MeasurementsPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const now = new Date();
  const [names, kept, may] = await Promise.all([
    loadNames({ deviceId: id, ...monthBefore(now) }),
    loadKept(id),
    allowed('customers.update'),
  ]);
  return (
    <>
      <KeptNote kept={kept} mayChange={may['customers.update']}>
        <DataViews deviceId={id} moves={movesOf(names)} now={now.getTime()} />
      </KeptNote>
      <MeasurementTable deviceId={id} names={names} />
    </>
  );
}
