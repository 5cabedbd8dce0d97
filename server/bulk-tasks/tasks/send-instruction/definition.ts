import { lockDevices } from '#server/devices/repository.ts';
import { cancelWaiting } from '#server/downlinks/cancel-downlink.ts';
import type { DownlinkMethod } from '#server/downlinks/contract.ts';
import { type OfferedDevice, selectOfferedDevices } from '#server/downlinks/offer.sql.ts';
import { faultFor } from '#server/downlinks/record-rules.ts';
import { channelFor, offerOf } from '#server/downlinks/rules.ts';
import { type Addressed, enqueueAll } from '#server/downlinks/send-downlink.ts';
import { DomainError } from '#server/platform/errors.ts';
import { failed, refusedRow } from '../../change-devices.ts';
import type { Reason } from '../../contract.ts';
import {
  type BulkTaskDefinition,
  type Entry,
  type Outcome,
  type PlannedRow,
  reason,
  type StoredRow,
  type TaskContext,
} from '../../definition.ts';
import { DEVICE_LISTS } from '../../device-lists.ts';

type Way = { ok: true; channel: Addressed['channel']; through: string } | { ok: false; reason: Reason };

/** The way that it goes to this device now, or why it cannot. */
function wayTo({ facts }: OfferedDevice, method: DownlinkMethod): Way {
  const offer = offerOf(facts);
  try {
    const channel = channelFor(method, offer);
    const fault = faultFor(method, offer);
    if (fault) return { ok: false, reason: reason('not-senml', { detail: fault }) };
    return { ok: true, channel, through: offer.kind === 'lora' ? offer.connection.name : 'HTTP' };
  } catch (error) {
    if (error instanceof DomainError) return { ok: false, reason: reason(error.code, error.details) };
    throw error;
  }
}

const methodOf = ({ options }: TaskContext): DownlinkMethod => {
  if (!options.instruction) throw new Error('a task without its instruction was begun');
  return options.instruction.method;
};

const idsIn = (rows: readonly { objectId: string | null }[]) =>
  rows.flatMap(({ objectId }) => objectId ?? []);

async function plan(context: TaskContext, entries: Entry[]): Promise<PlannedRow[]> {
  const method = methodOf(context);
  const devices = await selectOfferedDevices(context.tx, context.scope, idsIn(entries));
  return entries.map(({ number, objectId }) => {
    const device = devices.get(objectId ?? '');
    if (!device) return refusedRow(number, '', [reason('device-unknown')]);
    const label = device.identifier ?? device.name;
    const way = wayTo(device, method);
    if (!way.ok) return refusedRow(number, label, [way.reason], device.id);
    const after = { through: way.through, waiting: device.facts.pending };
    return {
      number,
      verdict: 'create',
      label,
      objectId: device.id,
      before: null,
      after,
      reasons: null,
      sealed: null,
    };
  });
}

/** The devices are held meanwhile, so that nobody else counts the same places in their queues. */
async function send(context: TaskContext, rows: StoredRow[]): Promise<Outcome[]> {
  const { tx, scope, actor, options } = context;
  const method = methodOf(context);
  await lockDevices(tx, scope, idsIn(rows));
  const devices = await selectOfferedDevices(tx, scope, idsIn(rows));
  const ways = rows.map((row) => {
    const device = devices.get(row.objectId ?? '');
    const way: Way = device ? wayTo(device, method) : { ok: false, reason: reason('device-gone') };
    return { row, device, way };
  });
  const addressed = ways.flatMap(({ device, way }) =>
    device && way.ok ? [{ device, channel: way.channel }] : [],
  );
  const ids = options.instruction
    ? await enqueueAll(tx, actor, addressed, options.instruction)
    : new Map<string, string>();
  return ways.map(({ row, device, way }) => {
    if (!way.ok) return failed(row.number, [way.reason]);
    const after = {
      through: way.through,
      waiting: device?.facts.pending,
      downlinkId: ids.get(device?.id ?? ''),
    };
    return { number: row.number, outcome: 'done', reasons: null, sealed: null, after };
  });
}

/** What still waits for its turn is cancelled; what has begun may have arrived. */
async function takeBack({ tx, actor }: TaskContext, rows: StoredRow[]): Promise<Outcome[]> {
  const idOf = ({ after }: StoredRow) => String(after?.downlinkId);
  const cancelled = await cancelWaiting(tx, actor, rows.map(idOf));
  return rows.map((row) =>
    cancelled.has(idOf(row))
      ? { number: row.number, outcome: 'done', reasons: null, sealed: null }
      : failed(row.number, [reason('downlinks.not-cancellable')]),
  );
}

/** The same instruction for many devices, at the end of each one's queue. */
export const sendInstruction: BulkTaskDefinition = {
  kind: 'send-instruction',
  // Who sends to many can take back what of it waits.
  operations: ['downlinks.send', 'downlinks.cancel'],
  sheet: null,
  lists: DEVICE_LISTS,
  options: ['instruction'],
  needs: ({ instruction }) => (instruction ? [] : ['instruction']),
  planner: () => plan,
  apply: send,
  undo: takeBack,
};
