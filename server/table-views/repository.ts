import { and, asc, eq, sql } from 'drizzle-orm';
import { tableViews } from '#db/schema/table-views.ts';
import { users } from '#db/schema/users.ts';
import type { Tx } from '#server/platform/database.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { TableViewItem, ViewedTable, ViewSave } from './contract.ts';

/** Whose views, of which table. */
export interface Owner {
  scope: TenantScope;
  userId: string;
  table: ViewedTable;
}

const columns = {
  id: tableViews.id,
  name: tableViews.name,
  address: tableViews.address,
  isDefault: tableViews.isDefault,
};

/** The database shows a person's views to nobody else (migration 0009): it has to know who asks. */
export async function bindPerson(tx: Tx, { userId }: Owner): Promise<void> {
  await tx.execute(sql`select set_config('app.user_id', ${userId}, true)`);
}

/** Their row is the lock under which their views are counted, named and made the default. */
export async function lockPerson(tx: Tx, { scope, userId }: Owner): Promise<void> {
  await tx
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.customerId, scope.customerId), eq(users.id, userId)))
    .for('no key update');
}

const owned = ({ scope, userId, table }: Owner) =>
  and(
    eq(tableViews.customerId, scope.customerId),
    eq(tableViews.userId, userId),
    eq(tableViews.tableName, table),
  );

export async function selectViews(tx: Tx, owner: Owner): Promise<TableViewItem[]> {
  return tx
    .select(columns)
    .from(tableViews)
    .where(owned(owner))
    .orderBy(asc(sql`lower(${tableViews.name})`), asc(tableViews.id));
}

export async function insertView(tx: Tx, owner: Owner, view: Omit<ViewSave, 'table'>): Promise<string> {
  const [row] = await tx
    .insert(tableViews)
    .values({
      ...view,
      customerId: owner.scope.customerId,
      userId: owner.userId,
      tableName: owner.table,
    })
    .returning({ id: tableViews.id });
  if (!row) throw new Error('view not stored');
  return row.id;
}

export async function changeView(
  tx: Tx,
  owner: Owner,
  id: string,
  changes: { name?: string | undefined; address?: string | undefined; isDefault?: boolean | undefined },
): Promise<void> {
  await tx
    .update(tableViews)
    .set({ ...changes, modifiedAt: sql`now()` })
    .where(and(owned(owner), eq(tableViews.id, id)));
}

export async function unsetDefault(tx: Tx, owner: Owner): Promise<void> {
  await tx
    .update(tableViews)
    .set({ isDefault: false })
    .where(and(owned(owner), tableViews.isDefault));
}

export async function removeView(tx: Tx, owner: Owner, id: string): Promise<boolean> {
  const gone = await tx
    .delete(tableViews)
    .where(and(owned(owner), eq(tableViews.id, id)))
    .returning({ id: tableViews.id });
  return gone.length > 0;
}
