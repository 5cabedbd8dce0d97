import { randomUUID } from 'node:crypto';
import { type Actor, authorize } from '#server/access/actor.ts';
import { recordAudit } from '#server/audit/record-audit.ts';
import { findDeviceType } from '#server/device-types/find-device-type.ts';
import { linkDeviceToFlows } from '#server/flows/link-device.ts';
import { noLongerUnknown } from '#server/lora-networks/forget-unknown-device.ts';
import { type Tx, tenantTransaction } from '#server/platform/database.ts';
import { DomainError } from '#server/platform/errors.ts';
import { violatesUnique } from '#server/platform/postgres-errors.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import { holdProjectWithRoom } from '#server/projects/hold-project.ts';
import type { DeviceCreate, DeviceCreated, LoraKeys } from './contract.ts';
import { generateLoraKeys, sealAppKey } from './lora-keys.ts';
import { insertDevice, insertLoraAdapter } from './repository.ts';
import { keysRefusal, shardOf } from './rules.ts';

/**
 * Registers a device of the customer's own. Keys that the portal makes come back once; those that were brought never.
 * The seed and the simulator, as the system, may bring keys to any type.
 */
export async function createDevice(actor: Actor, input: DeviceCreate): Promise<DeviceCreated> {
  const scope = authorize(actor, 'devices.create');
  const id = randomUUID();
  const { lora, flowIds, ...fields } = input;
  return refusingTakenIdentifier(() =>
    tenantTransaction(scope, async (tx) => {
      await holdProjectWithRoom(tx, scope, input.projectId, 'devices');
      const type = await findDeviceType(tx, scope, input.deviceTypeId);
      const refusal = actor.kind === 'system' ? null : keysRefusal(type, lora !== undefined);
      if (refusal) throw refusal;
      const generated = !lora && type.loraKeys === 'generated' ? generateLoraKeys() : null;
      const keys = lora ?? generated;
      await insertDevice(tx, scope, {
        ...fields,
        id,
        deviceTypeCustomerId: type.customerId,
        identifier: keys?.devEui ?? null,
        shard: shardOf(id),
      });
      if (keys) await registerLora(tx, scope, id, keys);
      await linkDeviceToFlows(tx, scope, { id, projectId: input.projectId }, flowIds);
      await recordAudit(tx, actor, {
        operation: 'devices.create',
        object: { kind: 'device', id, name: input.name },
        after: { ...fields, flowIds, devEui: keys?.devEui ?? null, joinEui: keys?.joinEui ?? null },
      });
      return { id, credentials: generated };
    }),
  );
}

export async function registerLora(tx: Tx, scope: TenantScope, id: string, keys: LoraKeys): Promise<void> {
  await insertLoraAdapter(tx, scope, id, {
    devEui: keys.devEui,
    joinEui: keys.joinEui,
    sealedAppKey: await sealAppKey(tx, scope, id, keys.appKey),
  });
  await noLongerUnknown(tx, scope, 'lora', keys.devEui);
}

/** Says that the identifier is in use, never by whom. */
export async function refusingTakenIdentifier<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (violatesUnique(error, 'network_adapters_identifier'))
      throw new DomainError('devices.identifier-taken', 'conflict');
    throw error;
  }
}
