import { eq } from 'drizzle-orm';
import type { MatchQuery } from '#components/ui/data-table/table-query.ts';
import { devices } from '#db/schema/devices.ts';
import type { Tx } from '#server/platform/database.ts';
import { matchingIds } from '#server/platform/matching-ids.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import { deviceTable } from './list.sql.ts';

/** Ids of all devices that a query of the list matches, at most `bound` of them. */
export const selectMatchingDeviceIds = (
  tx: Tx,
  scope: TenantScope,
  match: MatchQuery,
  bound: number,
): Promise<string[]> => matchingIds(tx, deviceTable, eq(devices.customerId, scope.customerId), match, bound);
