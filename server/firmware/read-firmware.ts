import type { TablePage, TableQuery } from '#components/ui/data-table/table-query.ts';
import { type Actor, authorize } from '#server/access/actor.ts';
import { listDeviceTypes } from '#server/device-types/read-device-types.ts';
import { findDevice } from '#server/devices/find-device.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import { selectTwin } from '#server/twins/repository.ts';
import type { DeviceFirmware, FirmwareAssignment, FirmwareType, FirmwareVersion } from './contract.ts';
import { selectAssignmentPage, selectAssignmentsOfDevice } from './list.sql.ts';
import { selectFirmwareVersion, selectFirmwareVersions, selectVersionsOfType } from './repository.ts';
import { reportedFirmware } from './rules.ts';
import { firmwareWays } from './way-rules.ts';

export async function listFirmware(actor: Actor): Promise<FirmwareVersion[]> {
  const scope = authorize(actor, 'firmware.read');
  return tenantTransaction(scope, (tx) => selectFirmwareVersions(tx, scope));
}

/** Types that a customer can add firmware of. */
export async function listFirmwareTypes(actor: Actor): Promise<FirmwareType[]> {
  authorize(actor, 'firmware.read');
  const types = (await listDeviceTypes(actor)).map((type) => ({ ...type, ways: firmwareWays(type) }));
  return types
    .filter(({ ways }) => ways.file || ways.command)
    .map(({ id, name, ways }) => ({ id, name, ways }));
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
