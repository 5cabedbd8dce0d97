import type { Measurement } from '#server/measurements/contract.ts';
import { fromShape } from '#server/measurements/shape.ts';
import { orderOf } from '#server/pipeline/record/changes.ts';
import type { Tx } from '#server/platform/database.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { MessageOrder, Reported } from '#server/twins/contract.ts';
import { mergeReported } from '#server/twins/rules.ts';
import { selectEvents, selectPastPacks, type WhichPast } from './past-packs.sql.ts';

/** Only what was asked for of each pack; with the order of its message where that is still kept. */
export async function pastRecords(
  tx: Tx,
  scope: TenantScope,
  wanted: readonly { deviceId: string; name: string }[],
  which: WhichPast,
) {
  const packs = await selectPastPacks(tx, scope, wanted, which);
  const events = await selectEvents(tx, scope, [...new Set(packs.map(({ uplinkId }) => uplinkId))]);
  const found = new Map<string, { records: Measurement[]; order: MessageOrder }[]>();
  for (const { deviceId, name, uplinkId, receivedAt, shape, row } of packs) {
    const event = events.get(uplinkId);
    const order = event ? orderOf({ event, receivedAt }) : { fCntUp: null, contentHash: '', receivedAt };
    const records = fromShape(shape, row).filter(({ n }) => n === name);
    found.set(deviceId, [...(found.get(deviceId) ?? []), { records, order }]);
  }
  return found;
}

/** What the twin said of these names when the message came, from the history. */
export async function reportedBefore(
  tx: Tx,
  scope: TenantScope,
  message: { id: number; deviceId: string; receivedAt: Date },
  names: readonly string[],
): Promise<Reported> {
  const { deviceId } = message;
  const wanted = [...new Set(names)].map((name) => ({ deviceId, name }));
  const past = await pastRecords(tx, scope, wanted, { before: message });
  let reported: Reported = {};
  for (const { records, order } of past.get(deviceId) ?? [])
    reported = mergeReported(reported, records, order).reported;
  return reported;
}
