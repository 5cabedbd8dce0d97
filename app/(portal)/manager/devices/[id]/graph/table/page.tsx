import { DataViews } from '#components/devices/data-views.tsx';
import { movesOf } from '#components/devices/graph-range.ts';
import { MeasurementTable } from '#components/devices/measurement-table.tsx';
import { loadNames } from '#server/measurements/loaders.ts';
import { monthBefore } from '../month.ts';

export default async function MeasurementsPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const now = new Date();
  const names = await loadNames({ deviceId: id, ...monthBefore(now) });
  return (
    <>
      <DataViews deviceId={id} moves={movesOf(names)} now={now.getTime()} />
      <MeasurementTable deviceId={id} names={names} />
    </>
  );
}
