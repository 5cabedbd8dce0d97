import { type Actor, authorize } from '#server/access/actor.ts';
import { type DeviceBody, selectDeviceBodies } from '#server/devices/api.sql.ts';
import { findDevice } from '#server/devices/find-device.ts';
import { deviceIdOf } from '#server/devices/search-devices.ts';
import type { Page } from '#server/platform/contract.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import { type DeviceGroupBody, selectDeviceGroups, selectLink } from './api.sql.ts';
import type { DeviceGroupsQuery } from './api-contract.ts';

interface Paging {
  cursor?: string | undefined;
  limit: number;
}

export async function searchDeviceGroups(
  actor: Actor,
  query: DeviceGroupsQuery,
): Promise<Page<DeviceGroupBody>> {
  const scope = authorize(actor, 'flows.read');
  return tenantTransaction(scope, (tx) => selectDeviceGroups(tx, scope, query));
}

export async function getDeviceGroup(actor: Actor, { id }: { id: string }): Promise<DeviceGroupBody> {
  const scope = authorize(actor, 'flows.read');
  const { items } = await tenantTransaction(scope, (tx) =>
    selectDeviceGroups(tx, scope, { limit: 1 }, { id }),
  );
  if (!items[0]) throw notFound('flows');
  return items[0];
}

export async function listDevicesOfGroup(
  actor: Actor,
  { id, paging }: { id: string; paging: Paging },
): Promise<Page<DeviceBody>> {
  const scope = authorize(actor, 'flows.read');
  authorize(actor, 'devices.read');
  return tenantTransaction(scope, async (tx) => {
    const { items } = await selectDeviceGroups(tx, scope, { limit: 1 }, { id });
    if (!items[0]) throw notFound('flows');
    return selectDeviceBodies(tx, scope, paging, { flowId: id });
  });
}

export async function listGroupsOfDevice(
  actor: Actor,
  { deviceId, paging }: { deviceId: string; paging: Paging },
): Promise<Page<DeviceGroupBody>> {
  const scope = authorize(actor, 'flows.read');
  return tenantTransaction(scope, async (tx) => {
    const { id } = await findDevice(tx, scope, await deviceIdOf(tx, scope, deviceId));
    return selectDeviceGroups(tx, scope, paging, { deviceId: id });
  });
}

export async function getDeviceGroupLink(
  actor: Actor,
  { deviceId, deviceGroupId }: { deviceId: string; deviceGroupId: string },
) {
  const scope = authorize(actor, 'flows.read');
  return tenantTransaction(scope, async (tx) => {
    const { id } = await findDevice(tx, scope, await deviceIdOf(tx, scope, deviceId));
    const link = await selectLink(tx, scope, id, deviceGroupId);
    if (!link) throw notFound('flows');
    return link;
  });
}
