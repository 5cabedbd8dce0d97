import { type Actor, authorize } from '#server/access/actor.ts';
import { selectDeviceName } from '#server/devices/repository.ts';
import { deviceIdOf } from '#server/devices/search-devices.ts';
import type { Page } from '#server/platform/contract.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import { selectMqttBindingBodies } from './api.sql.ts';
import type { MqttBindingBody, MqttBindingsQuery } from './api-contract.ts';
import type { MqttAccess } from './contract.ts';
import { selectMqttAccess } from './repository.ts';

export async function getMqttAccess(actor: Actor, { deviceId }: { deviceId: string }): Promise<MqttAccess> {
  const scope = authorize(actor, 'devices.read');
  return tenantTransaction(scope, async (tx) => {
    if (!(await selectDeviceName(tx, scope, deviceId))) throw notFound('devices');
    return selectMqttAccess(tx, scope, deviceId);
  });
}

export async function searchMqttBindings(
  actor: Actor,
  query: MqttBindingsQuery,
): Promise<Page<MqttBindingBody>> {
  const scope = authorize(actor, 'devices.read');
  return tenantTransaction(scope, async (tx) => {
    const deviceId = query.deviceId && (await deviceIdOf(tx, scope, query.deviceId));
    return selectMqttBindingBodies(tx, scope, query, { deviceId });
  });
}

export async function getMqttBinding(actor: Actor, { id }: { id: string }): Promise<MqttBindingBody> {
  const scope = authorize(actor, 'devices.read');
  return tenantTransaction(scope, async (tx) => {
    const { items } = await selectMqttBindingBodies(tx, scope, { limit: 1 }, { id });
    if (!items[0]) throw notFound('mqtt-bindings');
    return items[0];
  });
}
