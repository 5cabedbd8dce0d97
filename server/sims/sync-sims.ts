import { type Actor, authorize } from '#server/access/actor.ts';
import { systemClock } from '#server/platform/clock.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { DomainError, notFound } from '#server/platform/errors.ts';
import { lockAccount, selectAccountStates } from './accounts.sql.ts';
import { askForListing, askForSync } from './jobs.sql.ts';
import { lockSims, selectSyncedAt } from './repository.ts';
import { isStale } from './rules.ts';

/** Sync now: the worker asks the platform for this SIM before anything of routine. */
export async function syncSim(actor: Actor, { id }: { id: string }): Promise<void> {
  const scope = authorize(actor, 'sims.update');
  await tenantTransaction(scope, async (tx) => {
    const [sim] = await lockSims(tx, scope, [id]);
    if (!sim) throw notFound('sims');
    if (!sim.accountId) throw new DomainError('sims.no-account', 'conflict');
    const state = (await selectAccountStates(tx, scope, [sim.accountId])).get(sim.accountId);
    if (state?.status === 'disabled') throw new DomainError('sims.account-disabled', 'conflict');
    await askForSync(tx, scope, [{ id, accountId: sim.accountId }]);
  });
}

/** Whoever opens a SIM gets it fresh, though not more often than every few minutes; nothing where nobody can be asked. */
export async function syncOpenedSim(actor: Actor, { id }: { id: string }): Promise<void> {
  const scope = authorize(actor, 'sims.read');
  await tenantTransaction(scope, async (tx) => {
    const sim = await selectSyncedAt(tx, scope, id);
    if (!sim) throw notFound('sims');
    if (!sim.accountId || sim.accountStatus !== 'active') return;
    if (!isStale(sim.syncedAt, systemClock.now())) return;
    await askForSync(tx, scope, [{ id, accountId: sim.accountId }]);
  });
}

/** All SIMs of an account are listed, new ones come in. */
export async function syncSimAccount(actor: Actor, { id }: { id: string }): Promise<void> {
  const scope = authorize(actor, 'sim-accounts.update');
  await tenantTransaction(scope, async (tx) => {
    const account = await lockAccount(tx, scope, id);
    if (!account) throw notFound('sim-accounts');
    if (account.status === 'disabled') throw new DomainError('sims.account-disabled', 'conflict');
    await askForListing(tx, scope, id);
  });
}
