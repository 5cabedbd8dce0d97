import { type Actor, authorize } from '#server/access/actor.ts';
import { recordAudit } from '#server/audit/record-audit.ts';
import { keysReplaced } from '#server/lora-registrations/keys-replaced.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { DomainError, notFound } from '#server/platform/errors.ts';
import { attachNetworks } from './attach-networks.ts';
import { notToBeHad } from './create-device.ts';
import { sealAppKey } from './lora-keys.ts';
import type { LoraKeys } from './network-contract.ts';
import { insertLoraBindings, selectLoraBinding, updateLoraBinding } from './networks.sql.ts';
import { lockDevices, selectAdapters, updateDeviceRow } from './repository.ts';
import { lockedRefusal, networkRefusal } from './rules.ts';

/** Network information that follows later, or a new AppKey, which its network server hears of; a DevEUI never changes. */
export async function setLoraKeys(actor: Actor, { id, lora }: { id: string; lora: LoraKeys }): Promise<void> {
  const scope = authorize(actor, 'devices.update');
  await tenantTransaction(scope, async (tx) => {
    const [device] = await lockDevices(tx, scope, [id]);
    if (!device) throw notFound('devices');
    const refusal =
      lockedRefusal(actor, device) ?? networkRefusal({ networks: device.networks, loraKeys: null }, { lora });
    if (refusal) throw refusal;
    const adapter = (await selectAdapters(tx, scope, id)).find((one) => one.network === 'lora');
    if (adapter && adapter.identifier !== lora.devEui)
      throw new DomainError('devices.identifier-fixed', 'invalid');
    if (adapter) {
      const { joinEui } = lora;
      const appKey = await sealAppKey(tx, scope, id, lora.appKey);
      const isThere = (await selectLoraBinding(tx, scope, id)) !== null;
      if (isThere) await updateLoraBinding(tx, scope, id, { joinEui, appKey });
      else await insertLoraBindings(tx, scope, [{ deviceId: id, joinEui, appKey }]);
      await keysReplaced(tx, scope, id);
    } else {
      const taken = await attachNetworks(tx, scope, [{ id, info: { lora } }]);
      if (taken.size > 0) throw notToBeHad('devices.identifier-taken');
      await updateDeviceRow(tx, scope, id, { identifier: device.identifier ?? lora.devEui });
    }
    await recordAudit(tx, actor, {
      operation: 'devices.update',
      object: { kind: 'device', id, name: device.name },
      before: { devEui: adapter?.identifier ?? null },
      after: { devEui: lora.devEui, joinEui: lora.joinEui, appKey: 'replaced' },
    });
  });
}
