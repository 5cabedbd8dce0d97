import type { Actor } from '#server/access/actor.ts';
import { notFound } from '#server/platform/errors.ts';
import type { ViewById } from './contract.ts';
import { withOwnViews } from './own-views.ts';
import { removeView } from './repository.ts';

export async function deleteTableView(actor: Actor, { table, id }: ViewById): Promise<void> {
  await withOwnViews(actor, table, async (tx, owner) => {
    if (!(await removeView(tx, owner, id))) throw notFound('table-views');
  });
}
