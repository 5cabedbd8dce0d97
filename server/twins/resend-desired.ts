import { systemActor } from '#server/access/system-actor.ts';
import { recordAudit } from '#server/audit/record-audit.ts';
import { downlinkCreateSchema } from '#server/downlinks/contract.ts';
import { selectOutcomes } from '#server/downlinks/outcomes.sql.ts';
import { enqueueDownlink } from '#server/downlinks/send-downlink.ts';
import { type Tx, tenantTransaction } from '#server/platform/database.ts';
import { DomainError } from '#server/platform/errors.ts';
import { log } from '#server/platform/log.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { DesiredValue } from './contract.ts';
import { desiredState } from './desired.ts';
import { selectTwin, type TwinRow } from './repository.ts';
import { type ResendStep, resendStep } from './resend-rules.ts';
import {
  dueSystemResends,
  putOffSystemResends,
  type ResendDevice,
  type ResendRow,
  replaceResends,
  selectResends,
  updateResend,
} from './resends.sql.ts';
import { shownValue } from './view.ts';

const DEVICES_AT_ONCE = 200;
const AFTER_FAULT_MS = 60_000;

/**
 * One look at what is due, of every customer. A device's wishes are sent again, counted and written down in one
 * transaction, under the lock of the device: a worker that dies has sent nothing, and of two one finds nothing to do. A
 * device at which that fails holds up no other.
 *
 * @returns how many devices were told again, and whether there may be more
 */
export async function resendDesired(now: Date): Promise<{ sent: number; isMore: boolean }> {
  const due = await dueSystemResends(now, DEVICES_AT_ONCE);
  let sent = 0;
  for (const device of due) {
    try {
      if (await resendOf(device, now)) sent++;
    } catch (err) {
      log.warn({ err, deviceId: device.deviceId }, 'drifted wishes could not be sent again');
      await putOffSystemResends(device, now, new Date(now.getTime() + AFTER_FAULT_MS));
    }
  }
  return { sent, isMore: due.length === DEVICES_AT_ONCE };
}

async function resendOf({ customerId, deviceId }: ResendDevice, now: Date): Promise<boolean> {
  const actor = systemActor(customerId);
  const { scope } = actor;
  return tenantTransaction(scope, async (tx) => {
    const twin = await selectTwin(tx, scope, deviceId, { lock: true });
    if (!twin) return false;
    const rows = (await selectResends(tx, scope, deviceId)).filter(({ dueAt }) => dueAt && dueAt <= now);
    const steps = await stepsOf(tx, scope, twin, rows, now);
    for (const { row, step } of steps) await settle(tx, scope, deviceId, row, step);
    const again = steps.flatMap(({ row, step }) => (step.step === 'send' ? [row] : []));
    return sendAgain(tx, actor, twin, again, now);
  });
}

interface Due {
  row: ResendRow;
  step: ResendStep;
}

const heldOf = <T>(of: Record<string, T>, name: string): T | undefined =>
  Object.hasOwn(of, name) ? of[name] : undefined;

async function stepsOf(
  tx: Tx,
  scope: TenantScope,
  { desired, reported }: TwinRow,
  rows: readonly ResendRow[],
  now: Date,
): Promise<Due[]> {
  const outcomes = await selectOutcomes(
    tx,
    scope,
    rows.map(({ downlinkId }) => downlinkId),
  );
  return rows.map((row) => {
    const wish = heldOf(desired, row.name);
    const carrier = outcomes.get(row.downlinkId) ?? null;
    const state = wish ? desiredState(wish, carrier, heldOf(reported, row.name)) : null;
    return { row, step: resendStep(row, wish, state, now) };
  });
}

async function settle(
  tx: Tx,
  scope: TenantScope,
  deviceId: string,
  { name }: ResendRow,
  step: ResendStep,
): Promise<void> {
  if (step.step === 'drop') await replaceResends(tx, scope, deviceId, [name], null);
  if (step.step === 'look') await updateResend(tx, scope, deviceId, { name, dueAt: step.at });
  if (step.step === 'end') await updateResend(tx, scope, deviceId, { name, dueAt: null });
}

/** All that has drifted goes in one instruction; what cannot be sent now is looked at again after its pause. */
async function sendAgain(
  tx: Tx,
  actor: ReturnType<typeof systemActor>,
  { deviceId, deviceName, desired }: TwinRow,
  rows: readonly ResendRow[],
  now: Date,
): Promise<boolean> {
  if (rows.length === 0) return false;
  const { scope } = actor;
  const records = rows.map(({ name }) => recordOf(name, desired[name] as DesiredValue));
  const later = (row: ResendRow) => new Date(now.getTime() + row.pauseSeconds * 1000);
  const id = await enqueueUnlessRefused(tx, actor, deviceId, records);
  for (const row of rows) {
    const { name, most } = row;
    if (id === null) {
      await updateResend(tx, scope, deviceId, { name, dueAt: later(row) });
      continue;
    }
    const sent = row.sent + 1;
    await updateResend(tx, scope, deviceId, { name, dueAt: later(row), sent, downlinkId: id });
    await recordAudit(tx, actor, {
      operation: 'twins.update',
      object: { kind: 'device', id: deviceId, name: deviceName },
      after: {
        [`desired.${name}`]: shownValue(desired[name] as DesiredValue).value,
        sentAgain: `${sent} / ${most}`,
      },
    });
  }
  return id !== null;
}

const recordOf = (n: string, { v, vs, vb, vd, u }: DesiredValue) => ({
  n,
  ...(u === undefined ? {} : { u }),
  ...(v === undefined ? {} : { v }),
  ...(vs === undefined ? {} : { vs }),
  ...(vb === undefined ? {} : { vb }),
  ...(vd === undefined ? {} : { vd }),
});

/** Refused before anything is written: its queue is full, it was deactivated, it is on LoRa now. */
async function enqueueUnlessRefused(
  tx: Tx,
  actor: ReturnType<typeof systemActor>,
  deviceId: string,
  records: ReturnType<typeof recordOf>[],
): Promise<string | null> {
  try {
    const input = downlinkCreateSchema.parse({ deviceId, method: { type: 'senml', records } });
    return (await enqueueDownlink(tx, actor, actor.scope, input)).id;
  } catch (error) {
    if (error instanceof DomainError) return null;
    throw error;
  }
}
