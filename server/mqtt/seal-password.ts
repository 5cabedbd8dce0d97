import { dataKeyOf } from '#server/platform/data-keys.ts';
import type { Tx } from '#server/platform/database.ts';
import { seal } from '#server/platform/secrets.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';

/** Where the MQTT password of a device stands: what its envelope is bound to. */
export const mqttPasswordPlace = (deviceId: string) => `mqtt_bindings|password|${deviceId}`;

export async function sealMqttPassword(
  tx: Tx,
  scope: TenantScope,
  deviceId: string,
  password: string,
): Promise<string> {
  return seal(await dataKeyOf(tx, scope.customerId), mqttPasswordPlace(deviceId), password);
}
