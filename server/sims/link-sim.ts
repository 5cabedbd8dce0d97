import { type Actor, authorize } from '#server/access/actor.ts';
import { recordAudit } from '#server/audit/record-audit.ts';
import { lockedRefusal } from '#server/devices/rules.ts';
import { hintDevices } from '#server/live/hint-devices.sql.ts';
import { type Tx, tenantTransaction } from '#server/platform/database.ts';
import { DomainError, notFound } from '#server/platform/errors.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { SimLink } from './contract.ts';
import {
  deleteTypedSim,
  insertTypedSims,
  lockDeviceForSim,
  lockSimOfDevice,
  lockSims,
  lockSimsByIccid,
  type StoredSim,
  setSimDevice,
} from './repository.ts';
import { linkRefusal } from './rules.ts';

interface Holder {
  id: string;
  name: string;
}

/**
 * Puts a SIM into a device; with `replace` in the place of the one that it has, in one step. A number that no account
 * has listed becomes a SIM of its own, to be filled in when one does. A managed device keeps the one that it came with.
 */
export async function linkSim(actor: Actor, input: SimLink): Promise<{ simId: string }> {
  const scope = authorize(actor, 'sims.update');
  return tenantTransaction(scope, async (tx) => {
    const device = await holdDevice(tx, actor, scope, input.deviceId);
    if (!device.networks.includes('cellular'))
      throw new DomainError('devices.wrong-network', 'invalid', { network: 'cellular' });
    const held = await lockSimOfDevice(tx, scope, device.id);
    if (held && !input.replace) throw new DomainError('sims.device-has-sim', 'conflict');
    if (held && (held.id === input.simId || held.iccid === input.iccid)) return { simId: held.id };
    if (held) await takeOut(tx, actor, scope, held, device);
    return { simId: await putIn(tx, actor, scope, input, device) };
  });
}

async function holdDevice(tx: Tx, actor: Actor, scope: TenantScope, id: string) {
  const device = await lockDeviceForSim(tx, scope, id);
  if (!device) throw notFound('devices');
  const refusal = lockedRefusal(actor, device);
  if (refusal) throw refusal;
  return device;
}

async function putIn(
  tx: Tx,
  actor: Actor,
  scope: TenantScope,
  { simId, iccid }: SimLink,
  device: Holder,
): Promise<string> {
  const [known] = simId
    ? await lockSims(tx, scope, [simId])
    : await lockSimsByIccid(tx, scope, [iccid as string]);
  if (simId && !known) throw notFound('sims');
  const refusal = known && linkRefusal(known);
  if (refusal) throw refusal;
  if (known) await setSimDevice(tx, scope, known.id, device.id);
  const [typed] = known
    ? [known]
    : await insertTypedSims(tx, scope, [{ iccid: iccid as string, deviceId: device.id }]);
  // Whose it is stays unsaid.
  if (!typed) throw new DomainError('sims.iccid-taken', 'conflict');
  await recordLink(tx, actor, typed, { before: null, after: device });
  return typed.id;
}

/** Takes the SIM out of a device; at its platform nothing changes. */
export async function unlinkSim(actor: Actor, { deviceId }: { deviceId: string }): Promise<void> {
  const scope = authorize(actor, 'sims.update');
  await tenantTransaction(scope, async (tx) => {
    const device = await holdDevice(tx, actor, scope, deviceId);
    const held = await lockSimOfDevice(tx, scope, device.id);
    if (!held) throw notFound('sims');
    await takeOut(tx, actor, scope, held, device);
  });
}

/** For the use case that takes a device off its network, in its transaction; without a SIM there is nothing to do. */
export async function takeSimOut(tx: Tx, actor: Actor, deviceId: string): Promise<void> {
  const { scope } = actor;
  const device = await lockDeviceForSim(tx, scope, deviceId);
  const held = device && (await lockSimOfDevice(tx, scope, deviceId));
  if (!held) return;
  authorize(actor, 'sims.update');
  await takeOut(tx, actor, scope, held, device);
}

async function takeOut(
  tx: Tx,
  actor: Actor,
  scope: TenantScope,
  sim: StoredSim,
  device: Holder,
): Promise<void> {
  await setSimDevice(tx, scope, sim.id, null);
  await recordLink(tx, actor, sim, { before: device, after: null });
  await deleteTypedSim(tx, scope, sim.id);
}

/** Both histories tell it, the SIM's and the device's. */
async function recordLink(
  tx: Tx,
  actor: Actor,
  sim: { id: string; iccid: string },
  { before, after }: { before: Holder | null; after: Holder | null },
): Promise<void> {
  const named = (device: Holder | null) => ({ deviceId: device?.id ?? null, device: device?.name ?? null });
  await recordAudit(tx, actor, {
    operation: 'sims.update',
    object: { kind: 'sim', id: sim.id, name: sim.iccid },
    before: named(before),
    after: named(after),
  });
  const device = after ?? before;
  if (!device) return;
  await hintDevices(tx, actor.scope, [device.id]);
  await recordAudit(tx, actor, {
    operation: 'sims.update',
    object: { kind: 'device', id: device.id, name: device.name },
    before: { iccid: before ? sim.iccid : null },
    after: { iccid: after ? sim.iccid : null },
  });
}
