import { type Actor, authorize } from '#server/access/actor.ts';
import { recordAudits } from '#server/audit/record-audit.ts';
import { holdDevices } from '#server/devices/hold-devices.ts';
import { systemClock } from '#server/platform/clock.ts';
import { type Tx, tenantTransaction } from '#server/platform/database.ts';
import { DomainError, invalidInput, notFound } from '#server/platform/errors.ts';
import { violatesUnique } from '#server/platform/postgres-errors.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import { noteDesired } from '#server/twins/note-desired.ts';
import {
  type DownlinkChannel,
  type DownlinkCreate,
  downlinkCreateSchema,
  type Instruction,
  secondsOfDuration,
} from './contract.ts';
import { selectOfferedDevices } from './offer.sql.ts';
import { faultFor } from './record-rules.ts';
import { insertDownlinks, selectDownlink } from './repository.ts';
import { channelFor, offerOf } from './rules.ts';

/** Puts it into the device's queue. The device is held meanwhile, so that nobody else counts the same places. */
export async function sendDownlink(
  actor: Actor,
  input: DownlinkCreate,
  {
    wanted,
    check,
    done,
  }: {
    wanted?: DownlinkChannel | undefined;
    /** Refuses it for reasons of the caller's own, in the same transaction. */
    check?: (tx: Tx, scope: TenantScope) => Promise<void>;
    /** What the caller keeps of it, in the same transaction. */
    done?: (tx: Tx, scope: TenantScope, id: string) => Promise<void>;
  } = {},
): Promise<{ id: string }> {
  const scope = authorize(actor, 'downlinks.send');
  try {
    return await tenantTransaction(scope, async (tx) => {
      await check?.(tx, scope);
      const made = await enqueueDownlink(tx, actor, scope, input, wanted);
      await done?.(tx, scope, made.id);
      return made;
    });
  } catch (error) {
    if (violatesUnique(error, 'downlinks_reference'))
      throw new DomainError('downlinks.reference-taken', 'conflict');
    throw error;
  }
}

/** The same once more, as a downlink of its own. */
export async function resendDownlink(actor: Actor, { id }: { id: string }): Promise<{ id: string }> {
  const scope = authorize(actor, 'downlinks.send');
  return tenantTransaction(scope, async (tx) => {
    const former = await selectDownlink(tx, scope, id);
    if (!former) throw notFound('downlinks');
    const { device, method, feedbackTimeout, retryLimit, dryRun } = former;
    const input = { deviceId: device.id, method, feedbackTimeout, retryLimit, dryRun };
    return enqueueDownlink(tx, actor, scope, downlinkCreateSchema.parse(input));
  });
}

/** For others too, after their own authorisation. */
export async function enqueueDownlink(
  tx: Tx,
  actor: Actor,
  scope: TenantScope,
  { deviceId, externalReference, ...instruction }: DownlinkCreate,
  wanted?: DownlinkChannel,
): Promise<{ id: string }> {
  await holdDevices(tx, scope, [deviceId]);
  const device = (await selectOfferedDevices(tx, scope, [deviceId])).get(deviceId);
  if (!device) throw notFound('devices');
  const offer = offerOf(device.facts);
  const channel = channelFor(instruction.method, offer, wanted);
  const fault = faultFor(instruction.method, offer);
  if (fault) throw invalidInput([{ path: 'method.records', message: fault }]);
  const ids = await enqueueAll(tx, actor, [{ device, channel }], instruction, externalReference);
  return { id: ids.get(deviceId) as string };
}

export interface Addressed {
  device: { id: string; name: string };
  channel: DownlinkChannel;
}

/** For bulk too, after its own authorisation: of held devices that can be sent it. Ids by device. */
export async function enqueueAll(
  tx: Tx,
  actor: Actor,
  addressed: readonly Addressed[],
  { method, feedbackTimeout, retryLimit, dryRun }: Instruction,
  externalReference: string | null = null,
): Promise<Map<string, string>> {
  const feedbackSeconds = secondsOfDuration(feedbackTimeout) ?? 0;
  const same = { method, feedbackSeconds, retryLimit, dryRun, externalReference, createdBy: actor.name };
  const ids = await insertDownlinks(
    tx,
    actor.scope,
    addressed.map(({ device, channel }) => ({ deviceId: device.id, channel, ...same })),
  );
  if (method.type === 'senml' && !dryRun)
    await noteDesired(tx, actor.scope, method.records, ids, systemClock.now());
  await recordAudits(
    tx,
    actor,
    addressed.map(({ device: { id, name } }) => ({
      operation: 'downlinks.send' as const,
      object: { kind: 'device', id, name },
      after: {
        downlinkId: ids.get(id),
        instruction: method.type,
        ...(method.type === 'lora' ? { port: method.port } : {}),
        ...(dryRun ? { dryRun } : {}),
      },
    })),
  );
  return ids;
}
