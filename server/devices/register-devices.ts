import { randomUUID } from 'node:crypto';
import { type Actor, authorize } from '#server/access/actor.ts';
import { recordAudits } from '#server/audit/record-audit.ts';
import { findDeviceType } from '#server/device-types/find-device-type.ts';
import { linkNewDevices } from '#server/flows/link-device.ts';
import type { Tx } from '#server/platform/database.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import { holdProject } from '#server/projects/hold-project.ts';
import { devicesRefusal } from '#server/projects/rules.ts';
import { attachSims, type SimRefusal } from '#server/sims/attach-sims.ts';
import { attachNetworks } from './attach-networks.ts';
import type { DeviceCreated, NewDevice } from './contract.ts';
import { adaptersOf, completeNetworkInfo, type NetworkInfo } from './network-info.ts';
import { deleteDeviceRows, insertDevices } from './repository.ts';
import { coordinatesOf, lockedRefusal, networkRefusal, shardOf } from './rules.ts';

/** Where new devices go: a project that has room for them, held until the transaction ends, and a type that it allows. */
export interface DevicePlace {
  projectId: string;
  type: Awaited<ReturnType<typeof findDeviceType>>;
}

/**
 * The one place where it is decided whether devices may be added: by whom, of which type, and how many still fit.
 * The seed and the simulator, as the system, may add managed ones too.
 */
export async function holdDevicePlace(
  tx: Tx,
  actor: Actor,
  scope: TenantScope,
  { projectId, deviceTypeId }: { projectId: string; deviceTypeId: string },
  count: number,
): Promise<DevicePlace> {
  const project = await holdProject(tx, scope, projectId);
  const type = await findDeviceType(tx, scope, deviceTypeId);
  const refusal = lockedRefusal(actor, type) ?? devicesRefusal(project, type, count);
  if (refusal) throw refusal;
  return { projectId, type };
}

export type Registered =
  | ({ ok: true } & DeviceCreated)
  | { ok: false; code: 'devices.identifier-taken' | SimRefusal };

/**
 * Adds devices of one place, in the caller's transaction: the form, the API and the file come through here. One whose
 * identifier is in use, or whose SIM cannot be had, is not added, and its answer says so; network information that its
 * type cannot have is thrown.
 */
export async function registerDevices(
  tx: Tx,
  actor: Actor,
  scope: TenantScope,
  { projectId, type }: DevicePlace,
  wanted: NewDevice[],
  flowIds: string[] = [],
): Promise<Registered[]> {
  const devices = wanted.map(({ lora, cellular, generic, location, ...named }) => {
    const fields = { ...named, ...coordinatesOf(location) };
    const given = { lora, cellular, generic };
    const refusal = networkRefusal(type, given, actor.kind === 'system');
    if (refusal) throw refusal;
    return { id: randomUUID(), fields, ...completeNetworkInfo(given, type.loraKeys) };
  });
  const rows = devices.map(({ id, fields, info }) => ({
    ...fields,
    id,
    projectId,
    deviceTypeId: type.id,
    deviceTypeCustomerId: type.customerId,
    identifier: adaptersOf(info)[0]?.identifier ?? null,
    shard: shardOf(id),
  }));
  await insertDevices(tx, scope, rows);
  const refused = await linkAll(tx, actor, scope, devices);
  await deleteDeviceRows(tx, scope, [...refused.keys()]);
  const added = devices.filter(({ id }) => !refused.has(id));
  const deviceIds = added.map(({ id }) => id);
  const flows = await linkNewDevices(tx, scope, { deviceIds, projectId }, flowIds);
  await recordAudits(
    tx,
    actor,
    added.map(({ id, fields, info }) => ({
      operation: 'devices.create',
      object: { kind: 'device', id, name: fields.name },
      after: {
        ...fields,
        projectId,
        deviceTypeId: type.id,
        flowIds,
        flows,
        devEui: info.lora?.devEui ?? null,
        joinEui: info.lora?.joinEui ?? null,
        imei: info.cellular?.imei ?? null,
        iccid: info.cellular?.iccid ?? null,
        dvnUuid: info.generic?.dvnUuid ?? null,
      },
    })),
  );
  return devices.map(({ id, made }) => {
    const code = refused.get(id);
    return code ? { ok: false, code } : { ok: true, id, credentials: made };
  });
}

export type RefusalCode = Extract<Registered, { ok: false }>['code'];

/** Adapters, keys and SIMs; which devices cannot have theirs, and why. */
export async function linkAll(
  tx: Tx,
  actor: Actor,
  scope: TenantScope,
  devices: { id: string; info: NetworkInfo }[],
): Promise<ReadonlyMap<string, RefusalCode>> {
  const taken = await attachNetworks(tx, scope, devices);
  const sims = devices.flatMap(({ id, info }) =>
    info.cellular?.iccid && !taken.has(id) ? [{ deviceId: id, iccid: info.cellular.iccid }] : [],
  );
  if (sims.length > 0) authorize(actor, 'sims.update');
  const refused = new Map<string, RefusalCode>([...taken].map((id) => [id, 'devices.identifier-taken']));
  for (const [id, code] of await attachSims(tx, scope, sims)) refused.set(id, code);
  return refused;
}
