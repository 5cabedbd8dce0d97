import { type Actor, authorize } from '#server/access/actor.ts';
import { recordAudits } from '#server/audit/record-audit.ts';
import { type Tx, tenantTransaction } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import type { Downlink, DownlinkCancel, DownlinkState } from './contract.ts';
import { endDownlinkRows, lockDownlinks } from './repository.ts';
import { CANCELLED, decideCancel, type Ending } from './rules.ts';

/** Takes back what waits; what is under way only when it is forced, and it may arrive all the same. */
export async function cancelDownlink(
  actor: Actor,
  { id, forced }: DownlinkCancel,
): Promise<{ state: DownlinkState }> {
  const scope = authorize(actor, 'downlinks.cancel');
  return tenantTransaction(scope, async (tx) => {
    const [downlink] = await lockDownlinks(tx, scope, [id]);
    if (!downlink) throw notFound('downlinks');
    const ending = decideCancel(downlink.state, forced);
    await end(tx, actor, [downlink], ending, forced);
    return { state: ending.state };
  });
}

/** For bulk, after its own authorisation: of these those that still wait; the ids of those that did. */
export async function cancelWaiting(tx: Tx, actor: Actor, ids: string[]): Promise<Set<string>> {
  const waiting = (await lockDownlinks(tx, actor.scope, ids)).filter(({ state }) => state === 'PENDING');
  await end(tx, actor, waiting, CANCELLED, false);
  return new Set(waiting.map(({ id }) => id));
}

/**
 * Also for others, after their own authorisation: of these what is not with the network server; the ids of those that
 * had gone out, this time or before.
 */
export async function cancelUnsent(tx: Tx, actor: Actor, ids: string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const open = await lockDownlinks(tx, actor.scope, ids);
  for (const state of ['PENDING', 'EXECUTING'] as const) {
    const unsent = open.filter((one) => one.state === state && one.sentAt === null);
    await end(tx, actor, unsent, decideCancel(state, true), state === 'EXECUTING');
  }
  return new Set(open.flatMap(({ id, tries }) => (tries > 0 ? [id] : [])));
}

async function end(
  tx: Tx,
  actor: Actor,
  downlinks: Downlink[],
  ending: Ending,
  forced: boolean,
): Promise<void> {
  const ids = downlinks.map(({ id }) => id);
  await endDownlinkRows(tx, actor.scope, ids, ending);
  await recordAudits(
    tx,
    actor,
    downlinks.map(({ id, state, device }) => ({
      operation: 'downlinks.cancel' as const,
      object: { kind: 'device', id: device.id, name: device.name },
      before: { downlinkId: id, state },
      after: { downlinkId: id, state: ending.state, ...(forced ? { forced } : {}) },
    })),
  );
}
