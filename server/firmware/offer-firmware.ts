import { type Actor, authorize } from '#server/access/actor.ts';
import { recordAudits } from '#server/audit/record-audit.ts';
import { lockDevices } from '#server/devices/repository.ts';
import { cancelUnsent } from '#server/downlinks/cancel-downlink.ts';
import { durationOfSeconds, MAX_FEEDBACK_SECONDS } from '#server/downlinks/contract.ts';
import { enqueueAll } from '#server/downlinks/send-downlink.ts';
import { type Tx, tenantTransaction } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { FirmwareCommand, FirmwareOffer } from './contract.ts';
import { cancelAssignmentRows, insertAssignments, lockFirmwareVersions } from './repository.ts';
import { type FirmwareDevice, selectFirmwareDevices } from './targets.sql.ts';
import { isTold, type OfferedVersion, offerRefusal, withdrawnAs } from './way-rules.ts';

/** Offers a version to a device of its type; another that it had on offer gives way. */
export async function offerFirmware(actor: Actor, input: FirmwareOffer): Promise<void> {
  const scope = authorize(actor, 'firmware.assign');
  const { firmwareVersionId, deviceId, days } = input;
  await tenantTransaction(scope, async (tx) => {
    const { versions, devices } = await holdForOffers(tx, scope, [firmwareVersionId], [deviceId]);
    const [version, device] = [versions.get(firmwareVersionId), devices.get(deviceId)];
    if (!version) throw notFound('firmware');
    if (!device) throw notFound('devices');
    if (device.open?.id === version.id) return;
    const refusal = offerRefusal(version, device);
    if (refusal) throw refusal;
    await storeOffers(tx, actor, [{ device, version }], days);
  });
}

/** Versions first, then devices, each in the order of their ids: nobody waits in a circle, and none goes meanwhile. */
export async function holdForOffers(tx: Tx, scope: TenantScope, versionIds: string[], deviceIds: string[]) {
  const versions = await lockFirmwareVersions(tx, scope, versionIds);
  await lockDevices(tx, scope, deviceIds);
  return {
    versions: new Map(versions.map((version) => [version.id, offeredVersion(version)])),
    devices: await selectFirmwareDevices(tx, scope, deviceIds),
  };
}

type VersionRow = Awaited<ReturnType<typeof lockFirmwareVersions>>[number];

function offeredVersion({ id, version, deviceTypeId, fileName, command }: VersionRow): GivenVersion {
  return {
    id,
    version,
    deviceTypeId,
    hasFile: fileName !== null,
    command: command as FirmwareCommand | null,
  };
}

type GivenVersion = OfferedVersion & { id: string; version: string };

export interface Offer {
  device: FirmwareDevice;
  /** null: what it has on offer is taken back. */
  version: GivenVersion | null;
}

interface Given {
  device: FirmwareDevice;
  version: GivenVersion;
}

/** The first time and twice more, where the device does not acknowledge it. */
const COMMAND_RETRIES = 2;

/** For bulk too, after its own authorisation and of held devices. Commands come into their queues, or leave them, with it. */
export async function storeOffers(
  tx: Tx,
  actor: Actor,
  offers: readonly Offer[],
  days: number,
): Promise<void> {
  const { scope } = actor;
  const given = offers.flatMap(({ device, version }) => (version ? [{ device, version }] : []));
  await endOpen(tx, actor, offers);
  const downlinks = await enqueueCommands(tx, actor, given, days);
  const expiresAt = new Date(Date.now() + days * 86_400_000);
  const rest = { expiresAt, createdBy: actor.name };
  await insertAssignments(
    tx,
    scope,
    given.map(({ device: { id }, version }) => ({
      deviceId: id,
      firmwareVersionId: version.id,
      downlinkId: downlinks.get(id) ?? null,
      ...rest,
    })),
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

/** What the devices have on offer, and of its commands those that are still here. */
async function endOpen(tx: Tx, actor: Actor, offers: readonly Offer[]): Promise<void> {
  const open = offers.flatMap(({ device, version }) =>
    device.open ? [{ ...device.open, isReplaced: version !== null }] : [],
  );
  const wentOut = await cancelUnsent(
    tx,
    actor,
    open.flatMap(({ downlink }) => downlink?.id ?? []),
  );
  const reasons = open.map(({ assignmentId, downlink, isReplaced }) => ({
    assignmentId,
    reason: isReplaced ? ('superseded' as const) : withdrawnAs(downlink !== null && wentOut.has(downlink.id)),
  }));
  for (const reason of new Set(reasons.map((one) => one.reason))) {
    const ids = reasons.flatMap((one) => (one.reason === reason ? [one.assignmentId] : []));
    await cancelAssignmentRows(tx, actor.scope, ids, reason);
  }
}

/** Of each device that is told by a downlink, the downlink. It has time for as long as the version is on offer. */
async function enqueueCommands(
  tx: Tx,
  actor: Actor,
  given: readonly Given[],
  days: number,
): Promise<Map<string, string>> {
  const feedbackTimeout = durationOfSeconds(Math.min(days * 86_400, MAX_FEEDBACK_SECONDS));
  const told = given.filter(({ device, version }) => isTold(version, device));
  const ids = new Map<string, string>();
  for (const [id, { command }] of new Map(told.map(({ version }) => [version.id, version]))) {
    if (!command) continue;
    const addressed = told.flatMap(({ device, version }) =>
      version.id === id ? [{ device, channel: 'lora' as const }] : [],
    );
    const method = { type: 'lora' as const, ...command };
    const queued = await enqueueAll(tx, actor, addressed, {
      method,
      feedbackTimeout,
      retryLimit: COMMAND_RETRIES,
      dryRun: false,
    });
    for (const [deviceId, downlinkId] of queued) ids.set(deviceId, downlinkId);
  }
  return ids;
}
