import type { DestinationDriver } from './contract.ts';
import { httpsDriver } from './https/https-driver.ts';

/** Every kind of destination. */
export const destinationDrivers: readonly DestinationDriver[] = [httpsDriver];

const byKind = new Map(destinationDrivers.map((driver) => [driver.kind, driver]));

export function destinationDriver(kind: string): DestinationDriver | undefined {
  return byKind.get(kind);
}
