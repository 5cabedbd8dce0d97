import { type Actor, authorize } from '#server/access/actor.ts';
import { recordAudit } from '#server/audit/record-audit.ts';
import { leaveNetwork } from '#server/lora-registrations/leave-network.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import { takeSimOut } from '#server/sims/link-sim.ts';
import { deleteAdapter } from './networks.sql.ts';
import { lockDevices, selectAdapters, updateDeviceRow } from './repository.ts';
import { lockedRefusal } from './rules.ts';

/**
 * Takes a device off a network: its identifier is free again, its keys are gone, its LoRa network server is told (by the
 * worker), its SIM is taken out. The device, its history and its twin stay.
 */
export async function unlinkFromNetwork(
  actor: Actor,
  { id, adapterId }: { id: string; adapterId: string },
): Promise<void> {
  const scope = authorize(actor, 'devices.update');
  await tenantTransaction(scope, async (tx) => {
    const [device] = await lockDevices(tx, scope, [id]);
    if (!device) throw notFound('devices');
    const adapters = await selectAdapters(tx, scope, id);
    const adapter = adapters.find((one) => one.id === adapterId);
    if (!adapter) throw notFound('network-adapters');
    const refusal = lockedRefusal(actor, device);
    if (refusal) throw refusal;
    const { network } = adapter;
    if (network === 'lora') await leaveNetwork(tx, actor, id);
    if (network === 'cellular') await takeSimOut(tx, actor, id);
    await deleteAdapter(tx, scope, { id: adapterId, deviceId: id, network });
    const identifier = adapters.find((one) => one !== adapter)?.identifier ?? null;
    await updateDeviceRow(tx, scope, id, { identifier });
    await recordAudit(tx, actor, {
      operation: 'devices.update',
      object: { kind: 'device', id, name: device.name },
      before: { network, identifier: adapter.identifier },
      after: { network: null, identifier },
    });
  });
}
