import { NETWORKS } from '#server/device-types/contract.ts';
import { noLongerUnknown } from '#server/lora-networks/forget-unknown-device.ts';
import type { Tx } from '#server/platform/database.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import { sealSharedSecret } from './device-secrets.ts';
import { sealAppKey } from './lora-keys.ts';
import { adaptersOf, type NetworkInfo } from './network-info.ts';
import { insertAdapters, insertLoraBindings, storeDeviceSecrets } from './networks.sql.ts';

/**
 * Links devices to their networks. Answers with the ids of those that could not be: an identifier of theirs is in use,
 * whoever has it; what was stored of them is the caller's to take back.
 */
export async function attachNetworks(
  tx: Tx,
  scope: TenantScope,
  devices: { id: string; info: NetworkInfo }[],
): Promise<ReadonlySet<string>> {
  const wanted = devices.flatMap(({ id, info }) =>
    adaptersOf(info).map((adapter) => ({ deviceId: id, ...adapter })),
  );
  const stored = new Set(
    (await insertAdapters(tx, scope, wanted)).map(({ deviceId, network }) => `${deviceId}|${network}`),
  );
  const taken = new Set(
    wanted.flatMap(({ deviceId, network }) => (stored.has(`${deviceId}|${network}`) ? [] : [deviceId])),
  );
  const linked = devices.filter(({ id }) => !taken.has(id));
  await storeKeys(tx, scope, linked);
  for (const network of NETWORKS) {
    const identifiers = wanted.flatMap((one) =>
      one.network === network && !taken.has(one.deviceId) ? [one.identifier] : [],
    );
    await noLongerUnknown(tx, scope, network, identifiers);
  }
  return taken;
}

async function storeKeys(tx: Tx, scope: TenantScope, devices: { id: string; info: NetworkInfo }[]) {
  const bindings: Parameters<typeof insertLoraBindings>[2] = [];
  const secrets: Parameters<typeof storeDeviceSecrets>[2] = [];
  for (const { id, info } of devices) {
    const { joinEui, appKey } = info.lora ?? {};
    if (joinEui !== undefined && appKey !== undefined)
      bindings.push({ deviceId: id, joinEui, appKey: await sealAppKey(tx, scope, id, appKey) });
    if (info.sharedSecret) {
      secrets.push({ deviceId: id, secret: await sealSharedSecret(tx, scope, id, info.sharedSecret) });
    }
  }
  await insertLoraBindings(tx, scope, bindings);
  await storeDeviceSecrets(tx, scope, secrets);
}
