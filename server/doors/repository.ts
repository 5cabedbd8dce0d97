import { and, desc, eq, gt, inArray, isNull, sql } from 'drizzle-orm';
import { networkAdapters } from '#db/schema/devices.ts';
import { callers, doorRefusals } from '#db/schema/doors.ts';
import type { Tx } from '#server/platform/database.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { Calls } from './contract.ts';

/** Of all doors, those heard last first. The rows have no customer: the policy shows them to the platform's own alone. */
export async function selectSystemCallers(tx: Tx, most: number) {
  return tx
    .select({
      network: callers.network,
      identifier: callers.identifier,
      door: callers.door,
      reason: callers.reason,
      count: callers.count,
      firstSeenAt: callers.firstSeenAt,
      lastSeenAt: callers.lastSeenAt,
    })
    .from(callers)
    .where(isNull(callers.claimedAt))
    .orderBy(desc(callers.lastSeenAt), callers.identifier)
    .limit(most);
}

export async function selectSystemDoorRefusals(tx: Tx, hours: number) {
  const { hour, reason, count, lastAt, lastDetail, door } = doorRefusals;
  return tx
    .select({ door, hour, reason, count, lastAt, lastDetail })
    .from(doorRefusals)
    .where(gt(hour, sql`now() - make_interval(hours => ${hours}::int)`))
    .orderBy(desc(hour), desc(count))
    .limit(1_000);
}

/** How the device called before anybody had it; null: it did not. */
export async function selectCalls(tx: Tx, scope: TenantScope, deviceId: string): Promise<Calls | null> {
  const [row] = await tx
    .select({
      count: sql<number>`sum(${callers.count})::float8`,
      firstAt: sql<string | null>`min(${callers.firstSeenAt})`,
      lastAt: sql<string | null>`max(${callers.lastSeenAt})`,
      reason: sql<string>`(array_agg(${callers.reason} order by ${callers.lastSeenAt} desc))[1]`,
    })
    .from(callers)
    .innerJoin(
      networkAdapters,
      and(eq(networkAdapters.network, callers.network), eq(networkAdapters.identifier, callers.identifier)),
    )
    .where(and(eq(networkAdapters.customerId, scope.customerId), eq(networkAdapters.deviceId, deviceId)));
  if (!row?.firstAt || !row.lastAt) return null;
  return { ...row, firstAt: new Date(row.firstAt), lastAt: new Date(row.lastAt) };
}

/** Those that are the customer's devices by now; of others its policy lets nothing be touched. */
export async function claimCallers(tx: Tx, network: string, identifiers: string[]): Promise<void> {
  await tx
    .update(callers)
    .set({ claimedAt: sql`now()` })
    .where(and(eq(callers.network, network), inArray(callers.identifier, identifiers)));
}
