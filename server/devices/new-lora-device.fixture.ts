import { randomBytes } from 'node:crypto';
import type { Tenant } from '#server/customers/tenant.fixture.ts';
import { createDevice } from './create-device.ts';

/** A LoRa device with keys of its own, in no flow. */
export async function newLoraDevice(of: Tenant, keys: Partial<{ devEui: string; appKey: string }> = {}) {
  const hex = (bytes: number) => randomBytes(bytes).toString('hex').toUpperCase();
  const lora = { devEui: hex(8), joinEui: '0059AC00000FFFFF', appKey: hex(16), ...keys };
  const { id } = await createDevice(of.system, {
    projectId: of.ids.project,
    deviceTypeId: of.ids.deviceType,
    name: `Device ${lora.devEui.slice(-4)}`,
    description: null,
    barcode: null,
    tags: [],
    lora,
    flowIds: [],
  });
  return { id, ...lora };
}
