import { and, asc, desc, eq, inArray, type SQL, sql } from 'drizzle-orm';
import { simJobs } from '#db/schema/sims.ts';
import type { Tx } from '#server/platform/database.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import { CHANGE_KINDS, type ChangeKind, type SimJob } from './contract.ts';

/** What goes first: a change, what somebody waits for, a listing and what it found changed, routine. */
export const PRIORITY = { change: 0, asked: 1, listing: 2, routine: 3 } as const;

const own = (scope: TenantScope, ...which: (SQL | undefined)[]) =>
  and(eq(simJobs.customerId, scope.customerId), ...which);

const isPending = eq(simJobs.state, 'pending');

export async function selectPendingChanges(tx: Tx, scope: TenantScope, simIds: string[]) {
  const rows = await tx
    .select({ simId: simJobs.simId, kind: simJobs.kind, wanted: simJobs.wanted })
    .from(simJobs)
    .where(own(scope, isPending, inArray(simJobs.simId, simIds), inArray(simJobs.kind, [...CHANGE_KINDS])));
  return rows as { simId: string; kind: ChangeKind; wanted: string }[];
}

/** What is no longer wanted; a call that is on its way ends as it will, and what comes next sets it right. */
export async function supersedeChanges(
  tx: Tx,
  scope: TenantScope,
  { simIds, kind, states }: { simIds: string[]; kind: ChangeKind; states: ('pending' | 'failed')[] },
): Promise<number> {
  const rows = await tx
    .update(simJobs)
    .set({ state: 'superseded', finishedAt: sql`coalesce(${simJobs.finishedAt}, now())` })
    .where(own(scope, inArray(simJobs.simId, simIds), eq(simJobs.kind, kind), inArray(simJobs.state, states)))
    .returning({ id: simJobs.id });
  return rows.length;
}

export interface NewChange {
  accountId: string;
  simId: string;
  kind: ChangeKind;
  before: string | null;
  wanted: string;
}

const ROWS_AT_ONCE = 1000;

export async function insertChanges(
  tx: Tx,
  scope: TenantScope,
  requestedBy: string,
  changes: NewChange[],
): Promise<void> {
  for (let at = 0; at < changes.length; at += ROWS_AT_ONCE) {
    const rows = changes.slice(at, at + ROWS_AT_ONCE);
    await tx.insert(simJobs).values(
      rows.map((change) => ({
        ...change,
        customerId: scope.customerId,
        priority: PRIORITY.change,
        requestedBy,
      })),
    );
  }
}

/** One sync at a time waits of each SIM; asked again it only comes sooner. */
export async function askForSync(
  tx: Tx,
  scope: TenantScope,
  sims: { id: string; accountId: string }[],
): Promise<void> {
  if (sims.length === 0) return;
  await tx
    .insert(simJobs)
    .values(
      sims.map(({ id, accountId }) => ({
        customerId: scope.customerId,
        accountId,
        simId: id,
        kind: 'sync' as const,
        priority: PRIORITY.asked,
      })),
    )
    .onConflictDoUpdate({
      target: [simJobs.simId, simJobs.kind],
      targetWhere: sql`state = 'pending' and sim_id is not null`,
      set: { priority: PRIORITY.asked, dueAt: sql`least(${simJobs.dueAt}, now())` },
    });
}

export async function askForListing(tx: Tx, scope: TenantScope, accountId: string): Promise<void> {
  await tx
    .insert(simJobs)
    .values({
      customerId: scope.customerId,
      accountId,
      kind: 'sync-account',
      priority: PRIORITY.asked,
    })
    .onConflictDoUpdate({
      target: [simJobs.accountId, simJobs.kind],
      targetWhere: sql`state = 'pending' and sim_id is null`,
      set: { priority: PRIORITY.asked, dueAt: sql`least(${simJobs.dueAt}, now())` },
    });
}

/** Nobody will do it: the account was disabled. Changes stay as failed, with that as their reason. */
export async function failWaitingJobs(
  tx: Tx,
  scope: TenantScope,
  accountId: string,
  errorCode: string,
): Promise<void> {
  const waiting = own(scope, eq(simJobs.accountId, accountId), isPending);
  await tx
    .update(simJobs)
    .set({ state: 'failed', errorCode, error: null, finishedAt: sql`now()` })
    .where(and(waiting, inArray(simJobs.kind, [...CHANGE_KINDS])));
  await tx.delete(simJobs).where(waiting);
}

export async function isSyncing(tx: Tx, scope: TenantScope, simId: string): Promise<boolean> {
  const [row] = await tx
    .select({ id: simJobs.id })
    .from(simJobs)
    .where(own(scope, eq(simJobs.simId, simId), eq(simJobs.kind, 'sync'), isPending))
    .limit(1);
  return row !== undefined;
}

/** The changes that were asked of a SIM, newest first. */
export async function selectChanges(tx: Tx, scope: TenantScope, simId: string): Promise<SimJob[]> {
  const rows = await tx
    .select({
      id: simJobs.id,
      kind: simJobs.kind,
      before: simJobs.before,
      wanted: simJobs.wanted,
      state: simJobs.state,
      attempts: simJobs.attempts,
      dueAt: simJobs.dueAt,
      errorCode: simJobs.errorCode,
      error: simJobs.error,
      requestedBy: simJobs.requestedBy,
      createdAt: simJobs.createdAt,
      finishedAt: simJobs.finishedAt,
    })
    .from(simJobs)
    .where(own(scope, eq(simJobs.simId, simId), inArray(simJobs.kind, [...CHANGE_KINDS])))
    .orderBy(desc(simJobs.id), asc(simJobs.kind))
    .limit(50);
  return rows as SimJob[];
}
