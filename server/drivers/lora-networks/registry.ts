import { chirpstackDriver } from './chirpstack/chirpstack-driver.ts';
import type { LoraNetworkDriver } from './contract.ts';
import { simulatedDriver } from './simulated/simulated-driver.ts';
import { thingparkDriver } from './thingpark/thingpark-driver.ts';
import { thingsStackDriver } from './things-stack/things-stack-driver.ts';

/** Every kind of LoRa network server. */
export const loraNetworkDrivers: readonly LoraNetworkDriver[] = [
  simulatedDriver,
  chirpstackDriver,
  thingsStackDriver,
  thingparkDriver,
];

const byProvider = new Map(loraNetworkDrivers.map((driver) => [driver.provider, driver]));

export function loraNetworkDriver(provider: string): LoraNetworkDriver {
  const driver = byProvider.get(provider);
  if (!driver) throw new Error(`There is no driver for the network server "${provider}".`);
  return driver;
}
