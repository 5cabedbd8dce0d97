import type { Actor } from '#server/access/actor.ts';
import type { OperationName } from '#server/access/operations.ts';
import type { Tx } from '#server/platform/database.ts';
import { recordAudit } from './record-audit.ts';
import { changesOf, type Given } from './rules.ts';

interface Change<T, W> {
  operation: OperationName;
  kind: string;
  /** As it stands, locked by the caller. */
  present: T;
  wanted: W;
  store: (after: Given<W>) => Promise<void>;
}

/** Stores what of `wanted` differs from what is there, with its audit row; false when nothing does. */
export async function storeChanges<
  T extends { id: string; name: string },
  W extends Partial<Record<keyof T, unknown>>,
>(tx: Tx, actor: Actor, { operation, kind, present, wanted, store }: Change<T, W>): Promise<boolean> {
  const changes = changesOf(present, wanted);
  if (!changes) return false;
  await store(changes.after);
  const { id, name } = present;
  await recordAudit(tx, actor, { operation, object: { kind, id, name }, ...changes });
  return true;
}
