import type { TablePage, TableQuery } from '#components/ui/data-table/table-query.ts';
import { type Actor, authorize } from '#server/access/actor.ts';
import type { AuditItem } from '#server/audit/contract.ts';
import { historyOf } from '#server/audit/read-audit.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { findDevice } from './find-device.ts';

/** All that was ever done to a device. */
export async function listDeviceHistory(
  actor: Actor,
  { id, query }: { id: string; query: TableQuery },
): Promise<TablePage<AuditItem>> {
  const scope = authorize(actor, 'devices.read');
  return tenantTransaction(scope, async (tx) => {
    await findDevice(tx, scope, id);
    return historyOf(tx, actor, { kind: 'device', id }, query);
  });
}
