import { randomBytes } from 'node:crypto';
import { dataKeyOf } from '#server/platform/data-keys.ts';
import type { Tx } from '#server/platform/database.ts';
import { seal } from '#server/platform/secrets.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { LoraKeys } from './network-contract.ts';

/** JoinEUI of devices whose keys the portal makes; locally administered (IEEE 802 bit 1), nobody else's. */
const PORTAL_JOIN_EUI = '0254500000000001';

/** DevEUI: locally administered EUI-64 of 62 random bits; AppKey: 128 random bits. */
export function generateLoraKeys(): LoraKeys {
  const devEui = randomBytes(8);
  devEui[0] = ((devEui[0] as number) & 0b1111_1100) | 0b0000_0010;
  return {
    devEui: devEui.toString('hex').toUpperCase(),
    joinEui: PORTAL_JOIN_EUI,
    appKey: randomBytes(16).toString('hex').toUpperCase(),
  };
}

export const appKeyPlace = (deviceId: string) => `lora_bindings|app_key|${deviceId}`;

export async function sealAppKey(
  tx: Tx,
  scope: TenantScope,
  deviceId: string,
  appKey: string,
): Promise<string> {
  return seal(await dataKeyOf(tx, scope.customerId), appKeyPlace(deviceId), appKey);
}
