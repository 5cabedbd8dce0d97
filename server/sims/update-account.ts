import { type Actor, authorize } from '#server/access/actor.ts';
import { recordAudit } from '#server/audit/record-audit.ts';
import { changesOf } from '#server/audit/rules.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import type { SimAccountUpdate } from './account-contract.ts';
import { openCredentials, sealCredentials } from './account-credentials.ts';
import { deleteAccountRow, lockAccount, selectAccount, updateAccountRow } from './accounts.sql.ts';
import { checkAccount, keptCredentials, parseAccount } from './check-account.ts';
import { askForListing, failWaitingJobs } from './jobs.sql.ts';

/**
 * Credentials that are not given stay. Disabling it fails what waits, with that as the reason; whatever makes it
 * reachable anew ends its pause and asks for a listing.
 */
export async function updateSimAccount(
  actor: Actor,
  { id, settings, credentials, ...wanted }: SimAccountUpdate,
): Promise<void> {
  const scope = authorize(actor, 'sim-accounts.update');
  const { customerId } = scope;
  const stored = await tenantTransaction(scope, async (tx) => {
    const row = await selectAccount(tx, scope, id);
    if (!row) throw notFound('sim-accounts');
    return { ...row, credentials: await openCredentials(tx, customerId, id, row.credentials) };
  });
  const next = settings ?? stored.settings;
  const kept = keptCredentials(stored.platform, stored.credentials, stored.settings, next);
  const place = { customerId, accountId: id };
  const checked = parseAccount(place, stored.platform, next, { ...kept, ...credentials });
  // Asks the name service: not while a transaction is open.
  if (settings || credentials) await checkAccount(checked);
  const { config } = checked;
  await tenantTransaction(scope, async (tx) => {
    const row = await lockAccount(tx, scope, id);
    if (!row) throw notFound('sim-accounts');
    const changes = changesOf(row, { ...wanted, ...(settings ? { settings: config.settings } : {}) });
    if (!changes && !credentials) return;
    const sealed = credentials
      ? { credentials: await sealCredentials(tx, customerId, id, config.credentials) }
      : {};
    await updateAccountRow(tx, scope, id, { ...changes?.after, ...sealed, pausedUntil: null });
    const status = wanted.status ?? row.status;
    if (status === 'disabled') await failWaitingJobs(tx, scope, id, 'sims.account-disabled');
    else if (settings || credentials || row.status === 'disabled') await askForListing(tx, scope, id);
    await recordAudit(tx, actor, {
      operation: 'sim-accounts.update',
      object: { kind: 'sim-account', id, name: row.name },
      before: changes?.before ?? null,
      after: {
        ...changes?.after,
        ...(credentials ? { changedCredentials: Object.keys(credentials) } : {}),
      },
    });
  });
}

/** Its SIMs leave the portal with it; at the platform nothing changes. */
export async function deleteSimAccount(actor: Actor, { id }: { id: string }): Promise<void> {
  const scope = authorize(actor, 'sim-accounts.delete');
  await tenantTransaction(scope, async (tx) => {
    await lockAccount(tx, scope, id);
    const account = await selectAccount(tx, scope, id);
    if (!account) throw notFound('sim-accounts');
    const { name, description, platform, settings, sims, linked } = account;
    await deleteAccountRow(tx, scope, id);
    await recordAudit(tx, actor, {
      operation: 'sim-accounts.delete',
      object: { kind: 'sim-account', id, name },
      before: { name, description, platform, settings, sims, linked },
    });
  });
}
