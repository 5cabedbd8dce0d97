import { holdForOffers, type Offer, storeOffers } from '#server/firmware/offer-firmware.ts';
import type { FirmwareDevice } from '#server/firmware/targets.sql.ts';
import { type OfferedVersion, offerRefusal } from '#server/firmware/way-rules.ts';
import { failed } from './change-devices.ts';
import type { BulkOptions, Reason } from './contract.ts';
import { type Outcome, reason, type StoredRow, type TaskContext } from './definition.ts';

/** What the tasks share that change which firmware devices have on offer: from one version, or none, to another. */

/** How long a version is offered that says nothing else. */
const OFFERED_DAYS = 14;

export const daysOf = ({ days }: BulkOptions): number => days ?? OFFERED_DAYS;

/** As a row has it; null: nothing is on offer. */
export const shown = (version: { id: string; version: string } | null) =>
  version && { id: version.id, name: version.version };

type Side = 'before' | 'after';
const versionIn = (row: StoredRow, side: Side): string | null =>
  (row[side]?.firmware as { id: string } | null | undefined)?.id ?? null;

export const applyOffers = (context: TaskContext, rows: StoredRow[]): Promise<Outcome[]> =>
  settle(context, rows, 'before', 'after');

/** What was on offer before is offered again, where nobody changed it since and the device has not ended it. */
export const undoOffers = (context: TaskContext, rows: StoredRow[]): Promise<Outcome[]> =>
  settle(context, rows, 'after', 'before');

async function settle(context: TaskContext, rows: StoredRow[], from: Side, to: Side): Promise<Outcome[]> {
  const { tx, scope, actor, options } = context;
  const versionIds = [...new Set(rows.flatMap((row) => versionIn(row, to) ?? []))];
  const deviceIds = rows.flatMap(({ objectId }) => objectId ?? []);
  const { versions, devices } = await holdForOffers(tx, scope, versionIds, deviceIds);
  const offers: Offer[] = [];
  const outcomes = rows.map((row): Outcome => {
    const device = devices.get(row.objectId ?? '');
    if (!device) return failed(row.number, [reason('device-gone')]);
    const wanted = versionIn(row, to);
    const done: Outcome = { number: row.number, outcome: 'done', reasons: null, sealed: null };
    const open = device.open?.id ?? null;
    // To have nothing on offer any more may mean that it was installed: nothing is taken back by that.
    if (open === wanted && from === 'before') return done;
    if (open !== versionIn(row, from)) return failed(row.number, [movedReason(from)]);
    const version = wanted === null ? null : versions.get(wanted);
    const why = hindrance(version, device);
    if (why || version === undefined) return failed(row.number, [why ?? reason('firmware.not-found')]);
    offers.push({ device, version });
    return done;
  });
  await storeOffers(tx, actor, offers, daysOf(options));
  return outcomes;
}

const movedReason = (from: Side): Reason =>
  from === 'before'
    ? reason('changed-meanwhile', { field: 'firmware' })
    : reason('changed-since', { fields: 'firmware' });

/** Why a device cannot have this on offer; null: it can, or it is to have nothing. */
export function hindrance(
  version: (OfferedVersion & { version: string }) | null | undefined,
  device: FirmwareDevice,
): Reason | null {
  if (version === undefined) return reason('firmware.not-found');
  const refusal = version && offerRefusal(version, device);
  return refusal ? reason(refusal.code, refusal.details) : null;
}
