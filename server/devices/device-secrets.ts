import { dataKeyOf } from '#server/platform/data-keys.ts';
import type { Tx } from '#server/platform/database.ts';
import { seal } from '#server/platform/secrets.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';

/** Where the shared secret of a device stands: what its envelope is bound to. */
export const sharedSecretPlace = (deviceId: string) => `device_secrets|secret|${deviceId}`;

export async function sealSharedSecret(
  tx: Tx,
  scope: TenantScope,
  deviceId: string,
  secret: string,
): Promise<string> {
  return seal(await dataKeyOf(tx, scope.customerId), sharedSecretPlace(deviceId), secret);
}
