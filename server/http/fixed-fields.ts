import { invalidInput } from '#server/platform/errors.ts';

/** Of a PUT: what a caller sends back must be what stands there. */
export function refuseOtherwise(present: Record<string, unknown>, given: Record<string, unknown>): void {
  const wrong = Object.entries(given).filter(
    ([name, value]) => value !== undefined && value !== present[name],
  );
  if (wrong.length > 0) throw invalidInput(wrong.map(([path]) => ({ path, message: 'cannot be changed' })));
}
