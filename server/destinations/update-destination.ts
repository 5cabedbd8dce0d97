import { type Actor, authorize } from '#server/access/actor.ts';
import { recordAudit } from '#server/audit/record-audit.ts';
import { changesOf } from '#server/audit/rules.ts';
import { cancelWaitingDeliveries } from '#server/deliveries/cancel.sql.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import { checkConfiguration, parseConfiguration } from './check-configuration.ts';
import type { DestinationUpdate } from './contract.ts';
import { mergeSecrets, openSecrets, sealSecrets, secretNames } from './destination-secrets.ts';
import {
  deleteDestinationRow,
  lockDestination,
  selectDestination,
  updateDestinationRow,
} from './repository.ts';

/** Secrets that are not given stay; null takes an optional one away, and so does a setting that has no more use for it. */
export async function updateDestination(
  actor: Actor,
  { id, settings, secrets, ...wanted }: DestinationUpdate,
): Promise<void> {
  const scope = authorize(actor, 'destinations.update');
  const stored = await tenantTransaction(scope, async (tx) => {
    const row = await selectDestination(tx, scope, id);
    if (!row) throw notFound('destinations');
    return { ...row, secrets: await openSecrets(tx, scope, id, row.secrets) };
  });
  const merged = mergeSecrets(stored.secrets, secrets);
  const checked = parseConfiguration(id, stored.kind, settings ?? stored.settings, merged);
  // Asks the name service: not while a transaction is open.
  if (settings || secrets) await checkConfiguration(checked);
  const { config } = checked;
  const changed = secrets !== undefined || secretNames(config.secrets).length < secretNames(merged).length;
  await tenantTransaction(scope, async (tx) => {
    const row = await lockDestination(tx, scope, id);
    if (!row) throw notFound('destinations');
    const changes = changesOf(row, { ...wanted, ...(settings ? { settings: config.settings } : {}) });
    if (!changes && !changed) return;
    await updateDestinationRow(tx, scope, id, {
      ...changes?.after,
      ...(changed ? { secrets: await sealSecrets(tx, scope, id, config.secrets) } : {}),
    });
    await recordAudit(tx, actor, {
      operation: 'destinations.update',
      object: { kind: 'destination', id, name: row.name },
      before: changes?.before ?? null,
      after: { ...changes?.after, ...(secrets ? { changedSecrets: secretNames(secrets) } : {}) },
    });
  });
}

/** Pausing keeps what arrives meanwhile waiting; activating also closes the breaker, so that it is tried at once. */
export async function setDestinationStatus(
  actor: Actor,
  { id, status }: { id: string; status: 'active' | 'paused' },
): Promise<void> {
  const scope = authorize(actor, 'destinations.update');
  await tenantTransaction(scope, async (tx) => {
    const row = await lockDestination(tx, scope, id);
    if (!row) throw notFound('destinations');
    if (row.status === status) return;
    const closed = { failuresInARow: 0, failingSince: null, breakerUntil: null, lastError: null };
    await updateDestinationRow(tx, scope, id, { status, ...(status === 'active' ? closed : {}) });
    await recordAudit(tx, actor, {
      operation: 'destinations.update',
      object: { kind: 'destination', id, name: row.name },
      before: { status: row.status },
      after: { status },
    });
  });
}

/** What still waits for it is cancelled; the log of its deliveries stays until its retention ends. */
export async function deleteDestination(actor: Actor, { id }: { id: string }): Promise<void> {
  const scope = authorize(actor, 'destinations.delete');
  await tenantTransaction(scope, async (tx) => {
    const backlog = await cancelWaitingDeliveries(tx, scope, {
      reason: 'destinations.deleted',
      destinationId: id,
    });
    await lockDestination(tx, scope, id);
    const destination = await selectDestination(tx, scope, id);
    if (!destination) throw notFound('destinations');
    const { name, description, kind, settings, flows } = destination;
    await deleteDestinationRow(tx, scope, id);
    await recordAudit(tx, actor, {
      operation: 'destinations.delete',
      object: { kind: 'destination', id, name },
      before: { name, description, kind, settings, flows: flows.map((flow) => flow.name), backlog },
    });
  });
}
