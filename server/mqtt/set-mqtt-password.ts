import { type Actor, authorize } from '#server/access/actor.ts';
import { recordAudit } from '#server/audit/record-audit.ts';
import { lockDevices, selectAdapters } from '#server/devices/repository.ts';
import { lockedRefusal } from '#server/devices/rules.ts';
import { type Tx, tenantTransaction } from '#server/platform/database.ts';
import { DomainError, notFound } from '#server/platform/errors.ts';
import { generateSecret } from '#server/platform/generate-secret.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { MqttCredentials, MqttPasswordSet } from './contract.ts';
import { deleteMqttBinding, selectMqttBinding, storeMqttPassword } from './repository.ts';
import { sealMqttPassword } from './seal-password.ts';

export interface MqttPasswordStored {
  id: string;
  /** What the platform made; null where it was brought. */
  credentials: MqttCredentials | null;
}

/** Of a device that has none, or in the place of the former, whose connections end. */
export async function setMqttPassword(
  actor: Actor,
  { deviceId, password }: MqttPasswordSet,
  options: { mustBeFirst?: boolean } = {},
): Promise<MqttPasswordStored> {
  const scope = authorize(actor, 'devices.update');
  return tenantTransaction(scope, async (tx) => {
    const device = await heldDevice(tx, actor, scope, deviceId);
    const adapters = await selectAdapters(tx, scope, deviceId);
    if (!adapters.some(({ network }) => network !== 'lora'))
      throw new DomainError('mqtt.no-adapter', 'conflict');
    const before = await selectMqttBinding(tx, scope, deviceId);
    if (before && options.mustBeFirst) throw new DomainError('mqtt.already-bound', 'conflict');
    const plain = password ?? generateSecret();
    const sealed = await sealMqttPassword(tx, scope, deviceId, plain);
    const id = await storeMqttPassword(tx, scope, { deviceId, password: sealed });
    await recordAudit(tx, actor, {
      operation: 'devices.update',
      object: { kind: 'device', id: deviceId, name: device.name },
      before: { mqttPassword: before && 'stored' },
      after: { mqttPassword: before ? 'replaced' : 'stored' },
    });
    return { id, credentials: password === undefined ? { password: plain } : null };
  });
}

/** It cannot sign in any more; its connections end. */
export async function removeMqttBinding(actor: Actor, { deviceId }: { deviceId: string }): Promise<void> {
  const scope = authorize(actor, 'devices.update');
  await tenantTransaction(scope, async (tx) => {
    const device = await heldDevice(tx, actor, scope, deviceId);
    if (!(await selectMqttBinding(tx, scope, deviceId))) throw notFound('mqtt-bindings');
    await deleteMqttBinding(tx, scope, deviceId);
    await recordAudit(tx, actor, {
      operation: 'devices.update',
      object: { kind: 'device', id: deviceId, name: device.name },
      before: { mqttPassword: 'stored' },
      after: { mqttPassword: null },
    });
  });
}

async function heldDevice(tx: Tx, actor: Actor, scope: TenantScope, deviceId: string) {
  const [device] = await lockDevices(tx, scope, [deviceId]);
  if (!device) throw notFound('devices');
  const refusal = lockedRefusal(actor, device);
  if (refusal) throw refusal;
  return device;
}
