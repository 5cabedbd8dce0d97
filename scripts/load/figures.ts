import type { Sent } from './frames.ts';
import type { SinkReport } from './sink.ts';

export function quantile(values: number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? Number.NaN;
}

/** Milliseconds from each answer to its arrival at the sink; what never arrived has none. */
export function latencies(sent: Sent[], { frames }: Pick<SinkReport, 'frames'>): number[] {
  const arrived = new Map(frames);
  return sent.flatMap(({ key, at }) => {
    const there = arrived.get(key);
    return there === undefined ? [] : [Math.max(0, there - at)];
  });
}

export function perSecond(count: number, ms: number): number {
  return Math.round((count * 1000) / ms);
}

/** A line of what was measured, and what it is measured against. */
export type Figure = [name: string, value: string | number, target: string];

export function tellFigures(rows: readonly Figure[]): void {
  for (const [name, value, target] of rows)
    console.log(`${name.padEnd(62)} ${String(value).padStart(16)}   ${target}`.trimEnd());
}

export function tellFaults(faults: readonly string[]): void {
  for (const fault of faults) console.log(`broken invariant: ${fault}`);
}
