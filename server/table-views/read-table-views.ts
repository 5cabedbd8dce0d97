import type { Actor } from '#server/access/actor.ts';
import type { TableViewItem, ViewedTable } from './contract.ts';
import { withOwnViews } from './own-views.ts';
import { selectViews } from './repository.ts';

/** By name. */
export async function listTableViews(
  actor: Actor,
  { table }: { table: ViewedTable },
): Promise<TableViewItem[]> {
  return withOwnViews(actor, table, selectViews);
}
