import { type Actor, authorize } from '#server/access/actor.ts';
import { recordAudit } from '#server/audit/record-audit.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { DomainError, notFound } from '#server/platform/errors.ts';
import { generateSecret } from '#server/platform/generate-secret.ts';
import type { DeviceCredentials } from './contract.ts';
import { notToBeHad } from './create-device.ts';
import { sealSharedSecret } from './device-secrets.ts';
import type { LoraLink, NetworkLink } from './network-contract.ts';
import { adaptersOf, completeNetworkInfo } from './network-info.ts';
import { selectSecretSince, storeDeviceSecrets } from './networks.sql.ts';
import { linkAll } from './register-devices.ts';
import { lockDevices, selectAdapters, updateDeviceRow } from './repository.ts';
import { lockedRefusal, networkRefusal } from './rules.ts';

/** Network information of a device that was added without; an identifier, once there, never changes. */
export async function linkToNetwork(
  actor: Actor,
  { id, network, info }: NetworkLink | LoraLink,
): Promise<{ credentials: DeviceCredentials | null }> {
  const scope = authorize(actor, 'devices.update');
  return tenantTransaction(scope, async (tx) => {
    const [device] = await lockDevices(tx, scope, [id]);
    if (!device) throw notFound('devices');
    const refusal =
      lockedRefusal(actor, device) ??
      networkRefusal({ networks: device.networks, loraKeys: null }, { [network]: info });
    if (refusal) throw refusal;
    const adapters = await selectAdapters(tx, scope, id);
    if (adapters.some((one) => one.network === network))
      throw new DomainError('devices.already-linked', 'conflict');
    // A device signs with one secret on each of its networks: the one that it has stays.
    const hasSecret = (await selectSecretSince(tx, scope, id)) !== null;
    if (hasSecret && 'sharedSecret' in info && info.sharedSecret)
      throw new DomainError('devices.secret-stored', 'conflict');
    const complete = completeNetworkInfo({ [network]: info }, null, hasSecret);
    const refused = await linkAll(tx, actor, scope, [{ id, info: complete.info }]);
    const code = refused.get(id);
    if (code) throw notToBeHad(code);
    const identifier = adaptersOf(complete.info)[0]?.identifier ?? null;
    await updateDeviceRow(tx, scope, id, { identifier: device.identifier ?? identifier });
    await recordAudit(tx, actor, {
      operation: 'devices.update',
      object: { kind: 'device', id, name: device.name },
      before: { identifier: device.identifier },
      after: { network, identifier, ...(complete.info.sharedSecret ? { sharedSecret: 'replaced' } : {}) },
    });
    return { credentials: complete.made };
  });
}

/** The former secret is worth nothing from then on. Answers with the new one where the platform made it. */
export async function replaceSharedSecret(
  actor: Actor,
  { id, sharedSecret }: { id: string; sharedSecret?: string | undefined },
): Promise<{ credentials: DeviceCredentials | null }> {
  const scope = authorize(actor, 'devices.update');
  return tenantTransaction(scope, async (tx) => {
    const [device] = await lockDevices(tx, scope, [id]);
    if (!device) throw notFound('devices');
    const refusal = lockedRefusal(actor, device);
    if (refusal) throw refusal;
    const adapters = await selectAdapters(tx, scope, id);
    if (!adapters.some(({ network }) => network !== 'lora'))
      throw new DomainError('devices.no-adapter', 'conflict');
    const secret = sharedSecret ?? generateSecret();
    const before = await selectSecretSince(tx, scope, id);
    await storeDeviceSecrets(tx, scope, [
      { deviceId: id, secret: await sealSharedSecret(tx, scope, id, secret) },
    ]);
    await recordAudit(tx, actor, {
      operation: 'devices.update',
      object: { kind: 'device', id, name: device.name },
      before: { sharedSecret: before && 'stored' },
      after: { sharedSecret: 'replaced' },
    });
    return { credentials: sharedSecret ? null : { sharedSecret: secret } };
  });
}
