import { type Actor, authorize } from '#server/access/actor.ts';
import { recordAudit } from '#server/audit/record-audit.ts';
import { findDeviceType } from '#server/device-types/find-device-type.ts';
import { lockedRefusal } from '#server/devices/rules.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { DomainError, notFound } from '#server/platform/errors.ts';
import { countOpenAssignments, deleteFirmwareVersionRow, lockFirmwareVersions } from './repository.ts';

/** With its file and the story of its devices; not while a device is getting it. Commands of managed types are not a customer's. */
export async function deleteFirmware(actor: Actor, { id }: { id: string }): Promise<void> {
  const scope = authorize(actor, 'firmware.delete');
  await tenantTransaction(scope, async (tx) => {
    const [version] = await lockFirmwareVersions(tx, scope, [id]);
    if (!version) throw notFound('firmware');
    const refusal =
      version.command && lockedRefusal(actor, await findDeviceType(tx, scope, version.deviceTypeId));
    if (refusal) throw refusal;
    const count = await countOpenAssignments(tx, scope, id);
    if (count > 0) throw new DomainError('firmware.in-use', 'conflict', { count });
    await deleteFirmwareVersionRow(tx, scope, id);
    const { version: name, fileName, size, sha256, command } = version;
    await recordAudit(tx, actor, {
      operation: 'firmware.delete',
      object: { kind: 'firmware', id, name },
      before: { version: name, fileName, size, sha256, command },
    });
  });
}
