import { type Replayable, selectMatchingDeliveryIds, selectReplayable } from '#server/deliveries/log.sql.ts';
import { replayThese } from '#server/deliveries/replay-deliveries.ts';
import { failed, refusedRow } from '../../change-devices.ts';
import {
  type BulkTaskDefinition,
  type Outcome,
  type PlannedRow,
  reason,
  type StoredRow,
  type TaskContext,
} from '../../definition.ts';

const idOf = ({ after }: StoredRow) => Number(after?.delivery);

function planOne(number: number, delivery: Replayable | undefined): PlannedRow {
  if (!delivery) return refusedRow(number, '', [reason('delivery-unknown')]);
  const { id, device, flow, destination } = delivery;
  const label = device?.identifier ?? device?.name ?? '';
  if (delivery.isWaiting) return refusedRow(number, label, [reason('delivery-under-way')]);
  if (!device || !destination) return refusedRow(number, label, [reason('delivery-nowhere')]);
  const row = { number, label, objectId: destination.id, before: null, reasons: null, sealed: null };
  const after = { delivery: id, destination, ...(flow ? { flow } : {}) };
  return { ...row, verdict: delivery.isReplaying ? 'same' : 'create', after };
}

/** What goes again by then, by whoever's hand, is on its way. */
async function replay({ tx, actor, scope }: TaskContext, rows: StoredRow[]): Promise<Outcome[]> {
  const again = await replayThese(tx, actor, rows.map(idOf));
  const others = rows.map(idOf).filter((id) => !again.has(id));
  const left = await selectReplayable(tx, scope, others);
  return rows.map((row): Outcome => {
    if (again.has(idOf(row)) || left.get(idOf(row))?.isReplaying)
      return { number: row.number, outcome: 'done', reasons: null, sealed: null };
    return failed(row.number, [reason(left.has(idOf(row)) ? 'delivery-nowhere' : 'delivery-unknown')]);
  });
}

/** Final deliveries once more, each as a new one that names it. What went out cannot be called back. */
export const replayDeliveries: BulkTaskDefinition = {
  kind: 'replay-deliveries',
  operations: ['deliveries.replay'],
  sheet: null,
  lists: { deliveries: selectMatchingDeliveryIds },
  options: [],
  needs: () => [],
  planner:
    () =>
    async ({ tx, scope }, entries) => {
      // Deliveries are numbered; whatever else was given is none.
      const numberOf = (text: string | null) => (text && /^\d{1,15}$/.test(text) ? Number(text) : -1);
      const ids = entries.map(({ objectId }) => numberOf(objectId)).filter((id) => id >= 0);
      const deliveries = await selectReplayable(tx, scope, ids);
      return entries.map(({ number, objectId }) => planOne(number, deliveries.get(numberOf(objectId))));
    },
  apply: replay,
  undo: null,
};
