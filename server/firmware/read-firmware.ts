import type { TablePage, TableQuery } from '#components/ui/data-table/table-query.ts';
import { type Actor, authorize } from '#server/access/actor.ts';
import { listDeviceTypes } from '#server/device-types/read-device-types.ts';
import { findDevice } from '#server/devices/find-device.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import { selectTwin } from '#server/twins/repository.ts';
import type { DeviceFirmware, FirmwareAssignment, FirmwareVersion } from './contract.ts';
import { selectAssignmentPage, selectAssignmentsOfDevice } from './list.sql.ts';
import { selectFirmwareVersion, selectFirmwareVersions, selectVersionsOfType } from './repository.ts';
import { reportedFirmware, typeRefusal } from './rules.ts';

export async function listFirmware(actor: Actor): Promise<FirmwareVersion[]> {
  const scope = authorize(actor, 'firmware.read');
  return tenantTransaction(scope, (tx) => selectFirmwareVersions(tx, scope));
}

/** Types whose devices fetch firmware themselves. */
export async function listFirmwareTypes(actor: Actor): Promise<{ id: string; name: string }[]> {
  authorize(actor, 'firmware.read');
  const types = await listDeviceTypes(actor);
  return types.filter((type) => typeRefusal(type) === null).map(({ id, name }) => ({ id, name }));
}

export async function getFirmware(actor: Actor, { id }: { id: string }): Promise<FirmwareVersion> {
  const scope = authorize(actor, 'firmware.read');
  return tenantTransaction(scope, async (tx) => {
    const version = await selectFirmwareVersion(tx, scope, id);
    if (!version) throw notFound('firmware');
    return version;
  });
}

export async function listFirmwareAssignments(
  actor: Actor,
  { id, query }: { id: string; query: TableQuery },
): Promise<TablePage<FirmwareAssignment>> {
  const scope = authorize(actor, 'firmware.read');
  return tenantTransaction(scope, async (tx) => {
    if (!(await selectFirmwareVersion(tx, scope, id))) throw notFound('firmware');
    return selectAssignmentPage(tx, scope, id, query);
  });
}

/** What a device runs as far as it told, and what it was given. */
export async function getDeviceFirmware(actor: Actor, { id }: { id: string }): Promise<DeviceFirmware> {
  const scope = authorize(actor, 'firmware.read');
  return tenantTransaction(scope, async (tx) => {
    const { deviceTypeId } = await findDevice(tx, scope, id);
    const twin = await selectTwin(tx, scope, id);
    return {
      reported: reportedFirmware(twin?.reported ?? {}),
      assignments: (await selectAssignmentsOfDevice(tx, scope, id)).rows,
      versions: await selectVersionsOfType(tx, scope, deviceTypeId),
    };
  });
}
