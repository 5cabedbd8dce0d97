import type { Series } from '#server/measurements/series-contract.ts';
import type { Trend } from './latest-values.tsx';

/** Series with moments of their own as evenly spaced values, so that a line without an axis tells the time right. */
export function trendsOf(series: readonly Series[], from: number, to: number, slots: number): Trend[] {
  const width = (to - from) / slots;
  return series.map(({ name, points }) => {
    const sums = Array.from({ length: slots }, () => ({ sum: 0, n: 0 }));
    for (const point of points) {
      const slot = sums[Math.min(slots - 1, Math.floor((new Date(point.at).getTime() - from) / width))];
      if (!slot) continue;
      slot.sum += point.avg * point.n;
      slot.n += point.n;
    }
    const values = sums.map(({ sum, n }) => (n === 0 ? null : sum / n));
    return { name, values: bridged(values, Math.ceil(slots / 12)) };
  });
}

/** Devices that send more rarely than a slot is wide leave holes that are no silence. */
function bridged(values: (number | null)[], widest: number): (number | null)[] {
  const filled = [...values];
  let last = -1;
  for (const [at, value] of values.entries()) {
    if (value === null) continue;
    const before = values[last];
    if (last >= 0 && before != null && at - last <= widest)
      for (let hole = last + 1; hole < at; hole++)
        filled[hole] = before + ((value - before) * (hole - last)) / (at - last);
    last = at;
  }
  return filled;
}
