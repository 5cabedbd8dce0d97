export type SpanUnit = 'second' | 'minute' | 'hour' | 'day' | 'month' | 'year';
export interface Span {
  amount: number;
  unit: SpanUnit;
}

const steps: [limit: number, seconds: number, unit: SpanUnit][] = [
  [60, 1, 'second'],
  [3_600, 60, 'minute'],
  [86_400, 3_600, 'hour'],
  [60 * 86_400, 86_400, 'day'],
  [2 * 365 * 86_400, 30.44 * 86_400, 'month'],
  [Number.POSITIVE_INFINITY, 365.25 * 86_400, 'year'],
];

/** The largest unit that says a length of time in one figure; rounds down, as a clock does. */
export function spanOf(milliseconds: number): Span {
  const seconds = Math.abs(milliseconds) / 1000;
  const [, size, unit] = steps.find(([limit]) => seconds < limit) ?? [0, 365.25 * 86_400, 'year' as const];
  return { amount: Math.floor(seconds / size), unit };
}
