import { and, eq, inArray, type SQL, sql } from 'drizzle-orm';
import { bulkMappings, bulkTasks } from '#db/schema/bulk-tasks.ts';
import type { Tx } from '#server/platform/database.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { BulkKind, BulkOptions, BulkState, Counts } from './contract.ts';
import type { Mapping, SheetFacts } from './sheet/columns-contract.ts';

/** A task as its row has it. */
export interface StoredTask
  extends Omit<
    typeof bulkTasks.$inferSelect,
    'kind' | 'options' | 'planned' | 'sheet' | 'mapping' | 'failure'
  > {
  kind: BulkKind;
  options: BulkOptions;
  planned: Counts;
  sheet: SheetFacts | null;
  mapping: Mapping | null;
  failure: { code: string; details: Record<string, string | number> } | null;
}

const own = (scope: TenantScope, id: string) =>
  and(eq(bulkTasks.customerId, scope.customerId), eq(bulkTasks.id, id));

export async function insertTask(
  tx: Tx,
  scope: TenantScope,
  values: Omit<typeof bulkTasks.$inferInsert, 'customerId'>,
): Promise<string> {
  const [row] = await tx
    .insert(bulkTasks)
    .values({ ...values, customerId: scope.customerId })
    .returning({ id: bulkTasks.id });
  if (!row) throw new Error('bulk task not stored');
  return row.id;
}

export async function selectTask(tx: Tx, scope: TenantScope, id: string): Promise<StoredTask | null> {
  const [row] = await tx.select().from(bulkTasks).where(own(scope, id));
  return (row as StoredTask | undefined) ?? null;
}

/** Held until the transaction ends: whoever works on the task stores its next batch before or after. */
export async function lockTask(tx: Tx, scope: TenantScope, id: string): Promise<StoredTask | null> {
  const [row] = await tx.select().from(bulkTasks).where(own(scope, id)).for('update');
  return (row as StoredTask | undefined) ?? null;
}

type Changes = Partial<
  Pick<
    typeof bulkTasks.$inferInsert,
    | 'state'
    | 'options'
    | 'sheet'
    | 'mapping'
    | 'total'
    | 'planned'
    | 'failure'
    | 'confirmedAt'
    | 'finishedAt'
    | 'undoUntil'
    | 'secretsTakenAt'
    | 'secretsTakenBy'
    | 'leaseUntil'
    | 'position'
  >
>;

export async function updateTask(tx: Tx, scope: TenantScope, id: string, values: Changes): Promise<void> {
  await tx
    .update(bulkTasks)
    .set({ ...values, modifiedAt: sql`now()` })
    .where(own(scope, id));
}

/** Renews the lease of whoever holds it and works on a task in this state; null: somebody else does, or nobody shall. */
export async function holdLease(
  tx: Tx,
  scope: TenantScope,
  { id, token }: { id: string; token: number },
  state: BulkState,
): Promise<StoredTask | null> {
  const [row] = await tx
    .update(bulkTasks)
    .set({ leaseUntil: LEASE })
    .where(and(own(scope, id), eq(bulkTasks.leaseToken, token), eq(bulkTasks.state, state)))
    .returning();
  return (row as StoredTask | undefined) ?? null;
}

/** Longer than the longest that a holder works without a word: reading a whole workbook. */
const LEASE: SQL = sql`now() + interval '60 seconds'`;

export async function advanceTask(
  tx: Tx,
  scope: TenantScope,
  id: string,
  { position, done, failed }: { position: number; done: number; failed: number },
): Promise<void> {
  await tx
    .update(bulkTasks)
    .set({
      position,
      done: sql`${bulkTasks.done} + ${done}`,
      failed: sql`${bulkTasks.failed} + ${failed}`,
      modifiedAt: sql`now()`,
    })
    .where(own(scope, id));
}

export async function selectUndoOf(tx: Tx, scope: TenantScope, id: string): Promise<StoredTask | null> {
  const [row] = await tx
    .select()
    .from(bulkTasks)
    .where(and(eq(bulkTasks.customerId, scope.customerId), eq(bulkTasks.undoOf, id)));
  return (row as StoredTask | undefined) ?? null;
}

export async function countOpenTasks(tx: Tx, scope: TenantScope): Promise<number> {
  return tx.$count(
    bulkTasks,
    and(
      eq(bulkTasks.customerId, scope.customerId),
      inArray(bulkTasks.state, ['draft', 'planning', 'planned', 'running']),
    ),
  );
}

export async function selectMapping(
  tx: Tx,
  scope: TenantScope,
  kind: BulkKind,
  signature: string,
): Promise<Mapping | null> {
  const [row] = await tx
    .select({ mapping: bulkMappings.mapping })
    .from(bulkMappings)
    .where(
      and(
        eq(bulkMappings.customerId, scope.customerId),
        eq(bulkMappings.kind, kind),
        eq(bulkMappings.signature, signature),
      ),
    );
  return (row?.mapping as Mapping | undefined) ?? null;
}

export async function storeMapping(
  tx: Tx,
  scope: TenantScope,
  kind: BulkKind,
  signature: string,
  mapping: Mapping,
): Promise<void> {
  await tx
    .insert(bulkMappings)
    .values({ customerId: scope.customerId, kind, signature, mapping })
    .onConflictDoUpdate({
      target: [bulkMappings.customerId, bulkMappings.kind, bulkMappings.signature],
      set: { mapping, modifiedAt: sql`now()` },
    });
}

/** Wakes whoever does bulk work in the background. */
export async function wakeBulkWorkers(tx: Tx): Promise<void> {
  await tx.execute(sql`select pg_notify('bulk_tasks', '')`);
}
