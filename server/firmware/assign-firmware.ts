import { type Actor, authorize } from '#server/access/actor.ts';
import { recordAudits } from '#server/audit/record-audit.ts';
import { holdDevices } from '#server/devices/hold-devices.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { DomainError, notFound } from '#server/platform/errors.ts';
import type { FirmwareAssign, FirmwareAssigned } from './contract.ts';
import {
  cancelAssignmentRows,
  countAssignments,
  insertAssignments,
  lockFirmwareVersion,
  lockOpenAssignments,
  selectReachable,
} from './repository.ts';

/**
 * Offers a version to devices of its type. Whoever had another one on offer gets this one instead; one device that
 * cannot have it refuses them all.
 */
export async function assignFirmware(actor: Actor, input: FirmwareAssign): Promise<FirmwareAssigned> {
  const scope = authorize(actor, 'firmware.assign');
  const { firmwareVersionId, days } = input;
  const wanted = [...new Set(input.deviceIds)];
  return tenantTransaction(scope, async (tx) => {
    const version = await lockFirmwareVersion(tx, scope, firmwareVersionId);
    if (!version) throw notFound('firmware');
    const devices = await holdDevices(tx, scope, wanted);
    if (devices.some((device) => device.deviceTypeId !== version.deviceTypeId))
      throw new DomainError('firmware.other-type', 'invalid');
    const reachable = await selectReachable(tx, scope, wanted);
    if (reachable.size < wanted.length) throw new DomainError('firmware.not-reachable', 'invalid');
    const open = await lockOpenAssignments(tx, scope, { deviceIds: wanted });
    const has = new Set(
      open.flatMap((one) => (one.firmwareVersionId === firmwareVersionId ? [one.deviceId] : [])),
    );
    const others = open.filter((one) => one.firmwareVersionId !== firmwareVersionId).map(({ id }) => id);
    await cancelAssignmentRows(tx, scope, others, 'superseded');
    const given = devices.filter(({ id }) => !has.has(id));
    const expiresAt = new Date(Date.now() + days * 86_400_000);
    await insertAssignments(
      tx,
      scope,
      given.map(({ id }) => ({ deviceId: id, firmwareVersionId, expiresAt, createdBy: actor.name })),
    );
    await recordAudits(
      tx,
      actor,
      given.map(({ id, name }) => ({
        operation: 'firmware.assign' as const,
        object: { kind: 'device', id, name },
        after: { firmware: version.version, expiresAt: expiresAt.toISOString() },
      })),
    );
    return { assigned: given.length, unchanged: has.size };
  });
}

/** Takes back what is still open; what has ended stays as it is. */
export async function withdrawFirmware(
  actor: Actor,
  { ids }: { ids: string[] },
): Promise<{ withdrawn: number }> {
  const scope = authorize(actor, 'firmware.assign');
  const wanted = [...new Set(ids)];
  return tenantTransaction(scope, async (tx) => {
    if ((await countAssignments(tx, scope, wanted)) < wanted.length) throw notFound('firmware');
    const open = await lockOpenAssignments(tx, scope, { ids: wanted });
    await cancelAssignmentRows(
      tx,
      scope,
      open.map(({ id }) => id),
      'withdrawn',
    );
    await recordAudits(
      tx,
      actor,
      open.map(({ deviceId, deviceName }) => ({
        operation: 'firmware.assign' as const,
        object: { kind: 'device', id: deviceId, name: deviceName },
        after: { firmware: 'withdrawn' },
      })),
    );
    return { withdrawn: open.length };
  });
}
