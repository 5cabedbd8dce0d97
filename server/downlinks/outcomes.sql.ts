import { and, eq, inArray } from 'drizzle-orm';
import { downlinks } from '#db/schema/downlinks.ts';
import type { Tx } from '#server/platform/database.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { DownlinkReason, DownlinkState } from './contract.ts';

export interface DownlinkOutcome {
  id: string;
  state: DownlinkState;
  reason: DownlinkReason | null;
  modifiedAt: Date;
  endedAt: Date | null;
}

/** How some of a customer's downlinks are doing, by id. */
export async function selectOutcomes(
  tx: Tx,
  scope: TenantScope,
  ids: string[],
): Promise<Map<string, DownlinkOutcome>> {
  if (ids.length === 0) return new Map();
  const rows = await tx
    .select({
      id: downlinks.id,
      state: downlinks.state,
      reason: downlinks.reason,
      modifiedAt: downlinks.modifiedAt,
      endedAt: downlinks.endedAt,
    })
    .from(downlinks)
    .where(and(eq(downlinks.customerId, scope.customerId), inArray(downlinks.id, ids)));
  return new Map(rows.map((row) => [row.id, row]));
}
