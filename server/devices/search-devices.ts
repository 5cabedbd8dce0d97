import { type Actor, authorize } from '#server/access/actor.ts';
import type { Page } from '#server/platform/contract.ts';
import { type Tx, tenantTransaction } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import { parseDeviceUrn } from '#server/protocols/senml/device-urn.ts';
import {
  type AdapterRow,
  type DeviceBody,
  selectAdapterBodies,
  selectDeviceBodies,
  selectIdByIdentifier,
} from './api.sql.ts';
import type { DevicesQuery } from './api-contract.ts';

export async function searchDevices(actor: Actor, query: DevicesQuery): Promise<Page<DeviceBody>> {
  const scope = authorize(actor, 'devices.read');
  return tenantTransaction(scope, (tx) => selectDeviceBodies(tx, scope, query));
}

export async function getDeviceBody(actor: Actor, { deviceId }: { deviceId: string }): Promise<DeviceBody> {
  const scope = authorize(actor, 'devices.read');
  return tenantTransaction(scope, async (tx) => {
    const id = await deviceIdOf(tx, scope, deviceId);
    const { items } = await selectDeviceBodies(tx, scope, { limit: 1 }, { id });
    if (!items[0]) throw notFound('devices');
    return items[0];
  });
}

export async function listNetworkAdapters(
  actor: Actor,
  { deviceId }: { deviceId: string },
): Promise<AdapterRow[]> {
  const scope = authorize(actor, 'devices.read');
  return tenantTransaction(scope, async (tx) => {
    const id = await deviceIdOf(tx, scope, deviceId);
    const { items } = await selectDeviceBodies(tx, scope, { limit: 1 }, { id });
    if (!items[0]) throw notFound('devices');
    return selectAdapterBodies(tx, scope, id);
  });
}

export async function getNetworkAdapter(
  actor: Actor,
  { deviceId, networkAdapterId }: { deviceId: string; networkAdapterId: string },
): Promise<AdapterRow> {
  const adapters = await listNetworkAdapters(actor, { deviceId });
  const adapter = adapters.find(({ id }) => id === networkAdapterId);
  if (!adapter) throw notFound('network-adapters');
  return adapter;
}

const KINDS = { DEVEUI: 'lora', IMEI: 'cellular', DVNUUID: 'generic' } as const;

/** A device by its UUID or by its URN in the network; what is neither was never there. */
export async function deviceIdOf(tx: Tx, scope: TenantScope, reference: string): Promise<string> {
  if (!reference.toLowerCase().startsWith('urn:')) return reference.toLowerCase();
  const urn = parseDeviceUrn(reference);
  const id = urn.ok ? await selectIdByIdentifier(tx, scope, KINDS[urn.value.kind], urn.value.id) : null;
  if (!id) throw notFound('devices');
  return id;
}

/** For use cases that want the UUID. */
export async function resolveDevice(actor: Actor, reference: string): Promise<string> {
  return tenantTransaction(actor.scope, (tx) => deviceIdOf(tx, actor.scope, reference));
}
