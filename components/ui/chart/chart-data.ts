export interface ChartPoint {
  /** Milliseconds since 1970. */
  t: number;
  /** Null where the sender itself said nothing: the line breaks there. */
  value: number | null;
  /** The spread behind an averaged point. */
  min?: number | undefined;
  max?: number | undefined;
}

export interface ChartSeries {
  id: string;
  label: string;
  unit?: string | undefined;
  points: readonly ChartPoint[];
  axis?: 'left' | 'right' | undefined;
  look?: 'line' | 'area' | 'step' | undefined;
  /** Silence longer than this is a gap; else two and a half times the usual distance between points. */
  gapSeconds?: number | undefined;
}

/** One moment of the chart: drawn values under `d<n>`, true values under `v<n>`, bands under `b<n>`. */
export type ChartRow = { t: number } & Record<string, number | null | [number, number] | undefined>;

export function usualStep(points: readonly ChartPoint[]): number {
  const steps = points.slice(1).map((point, index) => point.t - (points[index]?.t ?? point.t));
  const sorted = steps.filter((step) => step > 0).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

function gapOf(series: ChartSeries, points: readonly ChartPoint[]): number {
  if (series.gapSeconds) return series.gapSeconds * 1000;
  const step = usualStep(points);
  return step > 0 ? step * 2.5 : Number.POSITIVE_INFINITY;
}

/**
 * Puts series with different moments on one time line. Where a series has no point of its own the line is drawn
 * through (or level, for steps), but never across a gap; only true values carry a `v` and are shown on hover.
 */
export function mergeSeries(all: readonly ChartSeries[]): ChartRow[] {
  const rows = new Map<number, ChartRow>();
  const row = (t: number) => {
    const found = rows.get(t) ?? { t };
    rows.set(t, found);
    return found;
  };
  const sorted = all.map((series) => [...series.points].sort((a, b) => a.t - b.t));
  for (const [index, points] of sorted.entries()) {
    const gap = gapOf(all[index] as ChartSeries, points);
    for (const [at, point] of points.entries()) {
      const target = row(point.t);
      target[`v${index}`] = point.value;
      if (point.value !== null && point.min !== undefined && point.max !== undefined)
        target[`b${index}`] = [point.min, point.max];
      const before = points[at - 1];
      if (before && point.t - before.t > gap) row((point.t + before.t) / 2);
    }
  }
  const merged = [...rows.values()].sort((a, b) => a.t - b.t);
  for (const [index, points] of sorted.entries()) fillDrawn(merged, index, points, all[index] as ChartSeries);
  return merged;
}

function fillDrawn(
  rows: ChartRow[],
  index: number,
  points: readonly ChartPoint[],
  series: ChartSeries,
): void {
  const gap = gapOf(series, points);
  let next = 0;
  for (const row of rows) {
    while (next < points.length && (points[next] as ChartPoint).t <= row.t) next += 1;
    const last = points[next - 1];
    const coming = points[next];
    if (last?.t === row.t) row[`d${index}`] = last.value;
    else if (!last || !coming || coming.t - last.t > gap || last.value === null || coming.value === null)
      row[`d${index}`] = null;
    else if (series.look === 'step') row[`d${index}`] = last.value;
    else
      row[`d${index}`] = last.value + ((coming.value - last.value) * (row.t - last.t)) / (coming.t - last.t);
  }
}

/** Room above and below, so that no line runs along the frame; a flat line gets room of its own size. */
export function niceDomain(values: readonly number[]): [number, number] {
  if (values.length === 0) return [0, 1];
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const room = high > low ? (high - low) * 0.08 : Math.max(Math.abs(high) * 0.1, 0.5);
  // Quantities that are never negative do not get an axis that is.
  return [low >= 0 && low - room < 0 ? 0 : low - room, high + room];
}

/** Four to six round steps inside a domain: 1, 2, 2.5 or 5 times a power of ten. */
export function niceTicks([low, high]: [number, number], wanted = 5): number[] {
  const raw = (high - low) / Math.max(1, wanted);
  if (!(raw > 0) || !Number.isFinite(raw)) return [low];
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= raw) ?? 10) * power;
  const ticks: number[] = [];
  for (let n = Math.ceil(low / step - 1e-9); n * step <= high + step * 1e-9; n += 1)
    ticks.push(Number((n * step).toPrecision(12)));
  return ticks;
}
