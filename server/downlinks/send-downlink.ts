import { type Actor, authorize } from '#server/access/actor.ts';
import { recordAudit } from '#server/audit/record-audit.ts';
import { holdDevices } from '#server/devices/hold-devices.ts';
import { type Tx, tenantTransaction } from '#server/platform/database.ts';
import { DomainError, invalidInput, notFound } from '#server/platform/errors.ts';
import { violatesUnique } from '#server/platform/postgres-errors.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import { type DownlinkCreate, downlinkCreateSchema, secondsOfDuration } from './contract.ts';
import { recordsFault } from './record-rules.ts';
import { insertDownlink, selectDownlink, selectOfferFacts } from './repository.ts';
import { channelFor, offerOf } from './rules.ts';

/** Puts it into the device's queue. The device is held meanwhile, so that nobody else counts the same places. */
export async function sendDownlink(actor: Actor, input: DownlinkCreate): Promise<{ id: string }> {
  const scope = authorize(actor, 'downlinks.send');
  try {
    return await tenantTransaction(scope, (tx) => enqueue(tx, actor, scope, input));
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
    return enqueue(tx, actor, scope, downlinkCreateSchema.parse(input));
  });
}

async function enqueue(
  tx: Tx,
  actor: Actor,
  scope: TenantScope,
  input: DownlinkCreate,
): Promise<{ id: string }> {
  const { deviceId, method, retryLimit, dryRun, externalReference } = input;
  const [device] = await holdDevices(tx, scope, [deviceId]);
  if (!device) throw notFound('devices');
  const offer = offerOf(await selectOfferFacts(tx, scope, deviceId));
  const channel = channelFor(method, offer);
  const fault =
    method.type === 'senml' && offer.kind === 'senml' ? recordsFault(method.records, offer.urn) : null;
  if (fault) throw invalidInput([{ path: 'method.records', message: fault }]);
  const id = await insertDownlink(tx, scope, {
    deviceId,
    channel,
    method,
    feedbackSeconds: secondsOfDuration(input.feedbackTimeout) ?? 0,
    retryLimit,
    dryRun,
    externalReference,
    createdBy: actor.name,
  });
  await recordAudit(tx, actor, {
    operation: 'downlinks.send',
    object: { kind: 'device', id: deviceId, name: device.name },
    after: {
      downlinkId: id,
      instruction: method.type,
      ...(method.type === 'lora' ? { port: method.port } : {}),
      ...(dryRun ? { dryRun } : {}),
    },
  });
  return { id };
}
