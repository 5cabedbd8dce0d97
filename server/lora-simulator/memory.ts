import { dataKeyOf } from '#server/platform/data-keys.ts';
import { seal, unseal } from '#server/platform/secrets.ts';
import { type SimulatedDevice, type SimulatedMemory, simulatedMemorySchema } from './contract.ts';
import { keyInDevice } from './new-device.ts';

type KeyReader = Parameters<typeof dataKeyOf>[0];

/** Whose memory it is. */
export interface Remembering {
  customerId: string;
  devEui: string;
}

const memoryPlace = (devEui: string) => `simulated_devices|memory|${devEui}`;

export async function sealMemory(
  tx: KeyReader,
  { customerId, devEui }: Remembering,
  memory: SimulatedMemory,
): Promise<string> {
  return seal(await dataKeyOf(tx, customerId), memoryPlace(devEui), JSON.stringify(memory));
}

export async function openMemory(
  tx: KeyReader,
  { customerId, devEui }: Remembering,
  sealed: string,
): Promise<SimulatedMemory> {
  const plain = unseal(await dataKeyOf(tx, customerId), memoryPlace(devEui), sealed);
  return simulatedMemorySchema.parse(JSON.parse(plain));
}

/**
 * The keys as they stand now: the network server checks by what is registered there, the device joins with what stands
 * in the portal. One that gets another key has no session any more.
 */
export function takeKeys(
  memory: SimulatedMemory,
  device: Pick<SimulatedDevice, 'behaviour' | 'seed'>,
  keys: { portal: string; network: string },
): void {
  memory.network.appKey = keys.network;
  const own = keyInDevice(device, keys.portal);
  if (memory.device.appKey === own) return;
  memory.device.appKey = own;
  memory.device.session = null;
}
