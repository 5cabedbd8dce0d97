import { type Actor, authorize } from '#server/access/actor.ts';
import { downlinkCreateSchema } from '#server/downlinks/contract.ts';
import { sendDownlink } from '#server/downlinks/send-downlink.ts';
import { notFound } from '#server/platform/errors.ts';
import { refuseOther } from './part-tags.ts';
import { selectTwin } from './repository.ts';
import type { DesiredSet } from './twin-contract.ts';

/** One instruction with all of it; what the device is wished to be stands in its twin as soon as it is queued. */
export async function setDesired(
  actor: Actor,
  { deviceId, desired, basedOn }: DesiredSet,
): Promise<{ downlinkId: string }> {
  authorize(actor, 'twins.update');
  const records = Object.entries(desired).map(([n, value]) => ({ n, ...senmlValue(value) }));
  const input = downlinkCreateSchema.parse({ deviceId, method: { type: 'senml', records } });
  const { id } = await sendDownlink(actor, input, {
    check: async (tx, scope) => {
      const twin = await selectTwin(tx, scope, deviceId, { lock: true });
      if (!twin) throw notFound('devices');
      refuseOther(twin, 'desired', basedOn);
    },
  });
  return { downlinkId: id };
}

function senmlValue(value: number | string | boolean): Record<string, number | string | boolean> {
  if (typeof value === 'number') return { v: value };
  return typeof value === 'string' ? { vs: value } : { vb: value };
}
