import type { TablePage, TableQuery } from '#components/ui/data-table/table-query.ts';
import { type Actor, authorize, may } from '#server/access/actor.ts';
import type { OperationName } from '#server/access/operations.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import type { AuditItem, HistoryKind } from './contract.ts';
import { selectAuditPage, selectHistory } from './repository.ts';

export async function listAudit(actor: Actor, query: TableQuery): Promise<TablePage<AuditItem>> {
  const scope = authorize(actor, 'audit.read');
  return tenantTransaction(scope, (tx) => selectAuditPage(tx, scope, query));
}

/** Whoever may see an object may see what was done to it. */
const READ_OF: Record<HistoryKind, OperationName> = {
  device: 'devices.read',
  flow: 'flows.read',
  destination: 'destinations.read',
  decoder: 'decoders.read',
  project: 'projects.read',
  'lora-connection': 'lora-connections.read',
  sim: 'sims.read',
  'sim-account': 'sim-accounts.read',
};

/** The newest 500 changes of one object; from where somebody worked is for administrators only. */
export async function listHistory(
  actor: Actor,
  object: { kind: HistoryKind; id: string },
): Promise<AuditItem[]> {
  const scope = authorize(actor, READ_OF[object.kind]);
  const items = await tenantTransaction(scope, (tx) => selectHistory(tx, scope, object));
  return may(actor, 'audit.read') ? items : items.map((item) => ({ ...item, address: null }));
}
