import { type Actor, authorize } from '#server/access/actor.ts';
import { recordAudit } from '#server/audit/record-audit.ts';
import { findDestination } from '#server/destinations/find-destination.ts';
import { type Tx, tenantTransaction } from '#server/platform/database.ts';
import { DomainError, notFound } from '#server/platform/errors.ts';
import type { Replay, ReplayFailed } from './log-contract.ts';
import { replayDeliveriesById, replayFailedDeliveries, selectKnownDeliveries } from './repository.ts';

/** At once; more go with the next call, so that one click cannot lock the queue for long. */
const REPLAYED_AT_ONCE = 10_000;
const FIRST = new Date(0);

/** Sends final deliveries once more: each becomes a new one that names the old. The worker's sweep picks them up. */
export async function replayDeliveries(actor: Actor, { ids }: Replay): Promise<{ replayed: number }> {
  const scope = authorize(actor, 'deliveries.replay');
  return tenantTransaction(scope, async (tx) => {
    const wanted = [...new Set(ids)];
    const known = await selectKnownDeliveries(tx, scope, wanted);
    if (known.length < wanted.length) throw notFound('deliveries');
    if (known.some((one) => one.waiting)) throw new DomainError('deliveries.still-waiting', 'conflict');
    if (known.some((one) => one.merged)) throw new DomainError('deliveries.merged', 'conflict');
    return { replayed: (await replayThese(tx, actor, wanted)).size };
  });
}

/** The same in the transaction of another use case, which authorised it; answers with those that go again. */
export async function replayThese(tx: Tx, actor: Actor, ids: number[]): Promise<ReadonlySet<number>> {
  const replayed = await replayDeliveriesById(tx, actor.scope, ids);
  for (const [destinationId, rows] of Map.groupBy(replayed, (row) => row.destination_id))
    await recordAudit(tx, actor, {
      operation: 'deliveries.replay',
      object: { kind: 'destination', id: destinationId },
      after: { deliveries: rows.map((row) => row.replayed).slice(0, 100), count: rows.length },
    });
  return new Set(replayed.map((row) => row.replayed));
}

/** Everything that failed at a destination and was not sent again yet. */
export async function replayFailed(
  actor: Actor,
  { destinationId, since }: ReplayFailed,
): Promise<{ replayed: number; more: boolean }> {
  const scope = authorize(actor, 'deliveries.replay');
  return tenantTransaction(scope, async (tx) => {
    const destination = await findDestination(tx, scope, destinationId);
    const replayed = await replayFailedDeliveries(tx, scope, {
      destinationId,
      since: since ? new Date(since) : FIRST,
      limit: REPLAYED_AT_ONCE,
    });
    if (replayed.length > 0)
      await recordAudit(tx, actor, {
        operation: 'deliveries.replay',
        object: { kind: 'destination', id: destinationId, name: destination.name },
        after: { count: replayed.length, since: since ?? null },
      });
    return { replayed: replayed.length, more: replayed.length === REPLAYED_AT_ONCE };
  });
}
