import { type Actor, authorize } from '#server/access/actor.ts';
import { recordAudits } from '#server/audit/record-audit.ts';
import { lockDevices } from '#server/devices/repository.ts';
import { type Tx, tenantTransaction } from '#server/platform/database.ts';
import { DomainError, notFound } from '#server/platform/errors.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { FirmwareOffer } from './contract.ts';
import { cancelAssignmentRows, insertAssignments, lockFirmwareVersions } from './repository.ts';
import { offerRefusal } from './rules.ts';
import { type FirmwareDevice, selectFirmwareDevices } from './targets.sql.ts';

/** Offers a version to a device of its type; another that it had on offer gives way. */
export async function offerFirmware(actor: Actor, input: FirmwareOffer): Promise<void> {
  const scope = authorize(actor, 'firmware.assign');
  const { firmwareVersionId, deviceId, days } = input;
  await tenantTransaction(scope, async (tx) => {
    const { versions, devices } = await holdForOffers(tx, scope, [firmwareVersionId], [deviceId]);
    const [version, device] = [versions.get(firmwareVersionId), devices.get(deviceId)];
    if (!version) throw notFound('firmware');
    if (!device) throw notFound('devices');
    const refusal = offerRefusal(version, device);
    if (refusal) throw new DomainError(refusal, 'invalid');
    if (device.open?.id !== version.id) await storeOffers(tx, actor, [{ device, version }], days);
  });
}

/** Versions first, then devices, each in the order of their ids: nobody waits in a circle, and none goes meanwhile. */
export async function holdForOffers(tx: Tx, scope: TenantScope, versionIds: string[], deviceIds: string[]) {
  const versions = await lockFirmwareVersions(tx, scope, versionIds);
  await lockDevices(tx, scope, deviceIds);
  return {
    versions: new Map(versions.map((version) => [version.id, version])),
    devices: await selectFirmwareDevices(tx, scope, deviceIds),
  };
}

export interface Offer {
  device: FirmwareDevice;
  /** null: what it has on offer is taken back. */
  version: { id: string; version: string } | null;
}

/** For bulk too, after its own authorisation and of held devices. */
export async function storeOffers(
  tx: Tx,
  actor: Actor,
  offers: readonly Offer[],
  days: number,
): Promise<void> {
  const { scope } = actor;
  const given = offers.flatMap(({ device, version }) => (version ? [{ device, version }] : []));
  const openOf = (some: readonly Offer[]) => some.flatMap(({ device }) => device.open?.assignmentId ?? []);
  await cancelAssignmentRows(tx, scope, openOf(given), 'superseded');
  await cancelAssignmentRows(tx, scope, openOf(offers.filter(({ version }) => !version)), 'withdrawn');
  const expiresAt = new Date(Date.now() + days * 86_400_000);
  const rest = { expiresAt, createdBy: actor.name };
  await insertAssignments(
    tx,
    scope,
    given.map(({ device, version }) => ({ deviceId: device.id, firmwareVersionId: version.id, ...rest })),
  );
  await recordAudits(
    tx,
    actor,
    offers.map(({ device: { id, name }, version }) => ({
      operation: 'firmware.assign' as const,
      object: { kind: 'device', id, name },
      after: version
        ? { firmware: version.version, expiresAt: expiresAt.toISOString() }
        : { firmware: 'withdrawn' },
    })),
  );
}
