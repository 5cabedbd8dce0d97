import { and, eq, type SQL, sql } from 'drizzle-orm';
import { type MatchQuery, maximumLimit } from '#components/ui/data-table/table-query.ts';
import { devices } from '#db/schema/devices.ts';
import type { Tx } from '#server/platform/database.ts';
import { planTable } from '#server/platform/table-list.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import { deviceTable } from './list.sql.ts';

/** Ids of all devices that a query of the list matches, at most `bound` of them. */
export async function selectMatchingDeviceIds(
  tx: Tx,
  scope: TenantScope,
  match: MatchQuery,
  bound: number,
): Promise<string[]> {
  const { where, filtered } = await planTable(tx, deviceTable, { ...match, limit: maximumLimit });
  const id = sql<string>`${devices.id}`.as('id');
  const select = deviceTable.keys?.(tx, { id: id as unknown as SQL }, filtered);
  if (!select) throw new Error('the table of devices has no keys of its own');
  const rows = (await select
    .where(and(eq(devices.customerId, scope.customerId), where))
    .orderBy(devices.id)
    .limit(bound)) as { id: string }[];
  return rows.map((row) => row.id);
}
