import type { SelectedRows } from '#components/ui/data-table/table-query.ts';
import { type Actor, authorize } from '#server/access/actor.ts';
import { recordAudit, recordAudits } from '#server/audit/record-audit.ts';
import { type Tx, tenantTransaction } from '#server/platform/database.ts';
import { DomainError, notFound } from '#server/platform/errors.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { Acknowledgement } from './contract.ts';
import { selectAlert, selectMatchingAlertIds } from './list.sql.ts';
import { acknowledgeRows, selectKnownAlerts, withdrawRow } from './repository.ts';
import { notifyAlerts } from './round.sql.ts';

/** More than this nobody has looked at. */
const MOST_AT_ONCE = 10_000;

/** Of a list, the ids that were selected. */
export async function selectedAlerts(tx: Tx, scope: TenantScope, rows: SelectedRows): Promise<string[]> {
  if ('ids' in rows) {
    const known = await selectKnownAlerts(tx, scope, rows.ids);
    if (known.length === 0) throw notFound('alerts');
    return known;
  }
  const ids = await selectMatchingAlertIds(tx, scope, rows.query, MOST_AT_ONCE + 1);
  if (ids.length > MOST_AT_ONCE) throw new DomainError('alerts.too-many', 'limit', { limit: MOST_AT_ONCE });
  const except = new Set(rows.except);
  return ids.filter((id) => !except.has(id));
}

/** Somebody has seen to it. What is acknowledged already, or over, stays as it is. */
export async function acknowledgeAlerts(
  actor: Actor,
  { rows, note }: Acknowledgement,
): Promise<{ count: number }> {
  const scope = authorize(actor, 'alerts.acknowledge');
  return tenantTransaction(scope, async (tx) => {
    const ids = await selectedAlerts(tx, scope, rows);
    const done = await acknowledgeRows(tx, scope, ids, { name: actor.name, note });
    await recordAudits(
      tx,
      actor,
      done.map(({ id, name }) => ({
        operation: 'alerts.acknowledge',
        object: { kind: 'alert', id, name },
        after: { acknowledged: true, ...(note ? { note } : {}) },
      })),
    );
    if (done.length > 0) await notifyAlerts(tx, [scope.customerId]);
    return { count: done.length };
  });
}

export async function withdrawAcknowledgement(actor: Actor, { id }: { id: string }): Promise<void> {
  const scope = authorize(actor, 'alerts.acknowledge');
  await tenantTransaction(scope, async (tx) => {
    const alert = await selectAlert(tx, scope, id);
    if (!alert) throw notFound('alerts');
    if (!(await withdrawRow(tx, scope, id, actor.name))) return;
    const name = alert.device?.name ?? alert.cause?.name ?? alert.cause?.id ?? id;
    await recordAudit(tx, actor, {
      operation: 'alerts.acknowledge',
      object: { kind: 'alert', id, name },
      before: { acknowledged: true },
      after: { acknowledged: false },
    });
    await notifyAlerts(tx, [scope.customerId]);
  });
}
