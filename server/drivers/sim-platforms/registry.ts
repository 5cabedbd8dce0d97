import { ciscoDriver } from './cisco/cisco-driver.ts';
import type { SimPlatformDriver } from './contract.ts';
import { simulatedDriver } from './simulated/simulated-driver.ts';

/** Every kind of SIM platform. */
const simPlatformDrivers: readonly SimPlatformDriver[] = [simulatedDriver, ciscoDriver];

const byKind = new Map(simPlatformDrivers.map((driver) => [driver.kind, driver]));

export function simPlatformDriver(kind: string): SimPlatformDriver | undefined {
  return byKind.get(kind);
}
