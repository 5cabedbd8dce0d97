import type { ChartSeries } from '#components/ui/chart/chart-data.ts';
import type { Series } from '#server/measurements/series-contract.ts';
import { unitShown } from '#server/protocols/senml/unit-shown.ts';

/** A metric of a device as a line; the first has the left axis. */
export function chartSeries(series: Series, index: number, intervalSeconds: number | null): ChartSeries {
  const step = Math.max(series.bucketSeconds ?? 0, intervalSeconds ?? 0);
  return {
    id: series.name,
    label: series.name,
    unit: unitShown(series.unit),
    axis: index === 0 ? 'left' : 'right',
    // Irregular devices have no rhythm to break; the chart then judges by the points themselves.
    gapSeconds: step > 0 ? step * 2.5 : undefined,
    points: series.points.map((point) => ({
      t: new Date(point.at).getTime(),
      value: point.avg,
      ...(point.n > 1 ? { min: point.min, max: point.max } : {}),
    })),
  };
}
