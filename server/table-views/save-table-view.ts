import type { Actor } from '#server/access/actor.ts';
import type { ViewSave } from './contract.ts';
import { withOwnViews } from './own-views.ts';
import { insertView, lockPerson, selectViews, unsetDefault } from './repository.ts';
import { savingRefusal } from './rules.ts';

export async function saveTableView(actor: Actor, { table, ...view }: ViewSave): Promise<{ id: string }> {
  return withOwnViews(actor, table, async (tx, owner) => {
    await lockPerson(tx, owner);
    const refusal = savingRefusal(await selectViews(tx, owner), view.name);
    if (refusal) throw refusal;
    if (view.isDefault) await unsetDefault(tx, owner);
    return { id: await insertView(tx, owner, view) };
  });
}
