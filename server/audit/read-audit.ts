import type { TablePage, TableQuery } from '#components/ui/data-table/table-query.ts';
import { type Actor, authorize, may } from '#server/access/actor.ts';
import { type Tx, tenantTransaction } from '#server/platform/database.ts';
import type { AuditItem } from './contract.ts';
import { selectAuditPage, selectHistoryPage } from './repository.ts';

export async function listAudit(actor: Actor, query: TableQuery): Promise<TablePage<AuditItem>> {
  const scope = authorize(actor, 'audit.read');
  return tenantTransaction(scope, (tx) => selectAuditPage(tx, scope, query));
}

/**
 * For the use case that shows one object, in its transaction, once it is known who asks: whoever may see an object may
 * see what was done to it. From where somebody worked is for administrators only.
 */
export async function historyOf(
  tx: Tx,
  actor: Actor,
  object: { kind: string; id: string },
  query: TableQuery,
): Promise<TablePage<AuditItem>> {
  const page = await selectHistoryPage(tx, actor.scope, object, query);
  if (may(actor, 'audit.read')) return page;
  return { ...page, rows: page.rows.map((item) => ({ ...item, address: null })) };
}
