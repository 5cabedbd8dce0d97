import { type Actor, authorize } from '#server/access/actor.ts';
import { recordAudit } from '#server/audit/record-audit.ts';
import { selectOfferedEncoders } from '#server/device-types/repository.ts';
import { type DownlinkMethod, downlinkCreateSchema } from '#server/downlinks/contract.ts';
import { sendDownlink } from '#server/downlinks/send-downlink.ts';
import { systemClock } from '#server/platform/clock.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { DomainError, notFound } from '#server/platform/errors.ts';
import { noteDesired } from './note-desired.ts';
import { refuseOther } from './part-tags.ts';
import { selectTwin, type TwinRow } from './repository.ts';
import { replaceResends } from './resends.sql.ts';
import type { DesiredSet } from './twin-contract.ts';
import { shownValue } from './view.ts';
import { methodOfCommands, refuseMisfits } from './wish-method.ts';

/** One instruction with all of it; what the device is wished to be stands in its twin as soon as it is queued. */
export async function setDesired(
  actor: Actor,
  { deviceId, desired, units = {}, resend, replaces = {}, basedOn }: DesiredSet,
): Promise<{ downlinkId: string }> {
  authorize(actor, 'twins.update');
  const records = Object.entries(desired).map(([n, value]) => ({
    n,
    ...(Object.hasOwn(units, n) ? { u: units[n] as string } : {}),
    ...senmlValue(value),
  }));
  const method = await wishMethod(actor, deviceId, desired);
  if (method && resend) throw new DomainError('twins.no-resend-by-command', 'invalid');
  const input = downlinkCreateSchema.parse({ deviceId, method: method ?? { type: 'senml', records } });
  const names = Object.keys(desired);
  let before: TwinRow | null = null;
  const { id } = await sendDownlink(actor, input, {
    check: async (tx, scope) => {
      const twin = await selectTwin(tx, scope, deviceId, { lock: true });
      if (!twin) throw notFound('devices');
      refuseOther(twin, 'desired', basedOn);
      for (const [name, downlinkId] of Object.entries(replaces)) refuseOtherWish(twin, name, downlinkId);
      before = twin;
    },
    done: async (tx, scope, downlinkId) => {
      const dueAt = systemClock.now();
      // Of SenML the queue itself notes what is wished; of a command only we know what it is for.
      if (method) await noteDesired(tx, scope, records, new Map([[deviceId, downlinkId]]), dueAt);
      const pauseSeconds = (resend?.pauseMinutes ?? 0) * 60;
      const agreed = resend ? { downlinkId, most: resend.most, pauseSeconds, dueAt } : null;
      await replaceResends(tx, scope, deviceId, names, agreed);
      const twin = before as TwinRow | null;
      const told = (of: (name: string) => unknown) =>
        Object.fromEntries(names.map((name) => [`desired.${name}`, of(name)]));
      await recordAudit(tx, actor, {
        operation: 'twins.update',
        object: { kind: 'device', id: deviceId, name: twin?.deviceName ?? '' },
        before: told((name) => (twin ? wishedOf(twin, name) : null)),
        after: { ...told((name) => desired[name]), ...(resend ? { sendAgain: resend.most } : {}) },
      });
    },
  });
  return { downlinkId: id };
}

/** How a wish is told where its type has a control for it; null: by SenML, as it is. */
async function wishMethod(
  actor: Actor,
  deviceId: string,
  desired: DesiredSet['desired'],
): Promise<DownlinkMethod | null> {
  const scope = authorize(actor, 'twins.update');
  return tenantTransaction(scope, async (tx) => {
    const twin = await selectTwin(tx, scope, deviceId);
    if (!twin) throw notFound('devices');
    refuseMisfits(twin.controls, desired);
    const encoders = await selectOfferedEncoders(tx, scope, [twin.deviceTypeId]);
    return methodOfCommands(twin.controls, encoders.get(twin.deviceTypeId) ?? [], desired);
  });
}

const wishOf = ({ desired }: TwinRow, name: string) =>
  Object.hasOwn(desired, name) ? desired[name] : undefined;

function wishedOf(twin: TwinRow, name: string): unknown {
  const wish = wishOf(twin, name);
  return wish ? shownValue(wish).value : null;
}

/** Somebody wished for something else by this name since; messages, which change a twin too, are no matter. */
export function refuseOtherWish(twin: TwinRow, name: string, downlinkId: string | null): void {
  const wish = wishOf(twin, name);
  if ((wish?.downlinkId ?? null) === downlinkId) return;
  const code = wish ? 'twins.desired-changed' : 'twins.desired-withdrawn';
  throw new DomainError(code, 'conflict', {
    name,
    ...(wish ? { value: String(shownValue(wish).value) } : {}),
  });
}

function senmlValue(value: number | string | boolean): Record<string, number | string | boolean> {
  if (typeof value === 'number') return { v: value };
  return typeof value === 'string' ? { vs: value } : { vb: value };
}
