const steps = [30, 20, 10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 0.0005, 0.0002];

/** The finest round step of degrees that draws no more than `most` lines over the span. */
export function gridStep(span: number, most: number): number {
  const fitting = steps.filter((step) => span / step <= most);
  return fitting.at(-1) ?? (steps[0] as number);
}

/** The multiples of a step between two degrees, both ends included. */
export function gridValues(low: number, high: number, step: number): number[] {
  const first = Math.ceil(low / step - 1e-9);
  const count = Math.floor(high / step + 1e-9) - first + 1;
  return Array.from({ length: Math.max(0, count) }, (_, n) => Number(((first + n) * step).toFixed(6)));
}

/** As many digits as tell one line from the next. */
export function gridDigits(step: number): number {
  return Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
}
