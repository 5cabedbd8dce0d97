import type { Actor } from '#server/access/actor.ts';
import { notFound } from '#server/platform/errors.ts';
import type { ViewUpdate } from './contract.ts';
import { withOwnViews } from './own-views.ts';
import { changeView, lockPerson, selectViews, unsetDefault } from './repository.ts';
import { renamingRefusal } from './rules.ts';

/** Another name, what is looked at now instead of then, or what the table opens with. */
export async function updateTableView(actor: Actor, { table, id, ...changes }: ViewUpdate): Promise<void> {
  await withOwnViews(actor, table, async (tx, owner) => {
    await lockPerson(tx, owner);
    const views = await selectViews(tx, owner);
    if (!views.some((view) => view.id === id)) throw notFound('table-views');
    const refusal = renamingRefusal(views, id, changes.name);
    if (refusal) throw refusal;
    if (changes.isDefault) await unsetDefault(tx, owner);
    await changeView(tx, owner, id, changes);
  });
}
