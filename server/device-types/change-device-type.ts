import { randomUUID } from 'node:crypto';
import { type Actor, authorize } from '#server/access/actor.ts';
import { recordAudit } from '#server/audit/record-audit.ts';
import { storeChanges } from '#server/audit/store-changes.ts';
import { type Tx, tenantTransaction } from '#server/platform/database.ts';
import { DomainError, notFound } from '#server/platform/errors.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { DeviceTypeCreate, DeviceTypeUpdate } from './contract.ts';
import {
  countDevicesOf,
  deleteOwnType,
  insertOwnType,
  lockOwnType,
  offerBuiltIn,
  offerPlainEncoders,
  selectBuiltIn,
  selectBuiltInOf,
  selectFlowsWith,
  updateOwnType,
  withdrawBuiltIn,
} from './own-types.sql.ts';
import { changeRefusal, deleteRefusal, slugOf } from './rules.ts';

/** A type of the customer's own; scripts are added to it afterwards, where they are written. */
export async function createDeviceType(actor: Actor, input: DeviceTypeCreate): Promise<{ id: string }> {
  const scope = authorize(actor, 'device-types.create');
  const { decoderIds, ...values } = input;
  const id = randomUUID();
  await tenantTransaction(scope, async (tx) => {
    await insertOwnType(tx, scope, { ...values, id, slug: slugOf(values.name, id) });
    await offerBuiltIn(tx, scope, id, await knownDecoders(tx, decoderIds));
    await offerPlainEncoders(tx, scope, id, values.networks);
    await recordAudit(tx, actor, {
      operation: 'device-types.create',
      object: { kind: 'device-type', id, name: values.name },
      after: { ...input },
    });
  });
  return { id };
}

export async function updateDeviceType(actor: Actor, { id, ...input }: DeviceTypeUpdate): Promise<void> {
  const scope = authorize(actor, 'device-types.update');
  const { decoderIds, ...wanted } = input;
  await tenantTransaction(scope, async (tx) => {
    const present = await lockOwnType(tx, scope, id);
    if (!present) throw notFound('device-types');
    const refusal = changeRefusal(present, wanted, await countDevicesOf(tx, scope, id));
    if (refusal) throw refusal;
    const before = (await selectBuiltInOf(tx, scope, id)).sort();
    const after = (await knownDecoders(tx, decoderIds)).sort();
    await withdraw(
      tx,
      scope,
      id,
      before.filter((one) => !after.includes(one)),
    );
    await offerBuiltIn(
      tx,
      scope,
      id,
      after.filter((one) => !before.includes(one)),
    );
    await storeChanges(tx, actor, {
      operation: 'device-types.update',
      kind: 'device-type',
      present: { ...present, decoderIds: before },
      wanted: { ...wanted, decoderIds: after },
      store: async ({ decoderIds: _links, ...values }) => {
        await updateOwnType(tx, scope, id, values);
        await offerPlainEncoders(tx, scope, id, wanted.networks);
      },
    });
  });
}

/** Only while no device is of it; scripts that it offered stay the customer's. */
export async function deleteDeviceType(actor: Actor, { id }: { id: string }): Promise<void> {
  const scope = authorize(actor, 'device-types.delete');
  await tenantTransaction(scope, async (tx) => {
    const present = await lockOwnType(tx, scope, id);
    if (!present) throw notFound('device-types');
    const refusal = deleteRefusal(await countDevicesOf(tx, scope, id));
    if (refusal) throw refusal;
    await deleteOwnType(tx, scope, id);
    const { id: _id, ...before } = present;
    await recordAudit(tx, actor, {
      operation: 'device-types.delete',
      object: { kind: 'device-type', id, name: present.name },
      before,
    });
  });
}

async function knownDecoders(tx: Tx, wanted: string[]): Promise<string[]> {
  const unique = [...new Set(wanted)];
  const known = await selectBuiltIn(tx, unique);
  if (known.length < unique.length) throw notFound('decoders');
  return known;
}

/** A decoder that a flow reads messages with is switched off there first. */
async function withdraw(tx: Tx, scope: TenantScope, id: string, decoderIds: string[]): Promise<void> {
  const flows = await selectFlowsWith(tx, scope, id, decoderIds);
  if (flows.length > 0)
    throw new DomainError('decoders.in-use', 'conflict', { count: flows.length, flows: flows.join(', ') });
  await withdrawBuiltIn(tx, scope, id, decoderIds);
}
