import { sql } from 'drizzle-orm';
import type { Tx } from '#server/platform/database.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { SolvedPlace } from './contract.ts';

/** Some network servers tell it with the uplink itself, and then with most of them. */
const UPLINKS_LOOKED_AT = 200;

/** The newest, however long ago a network told it by itself (index `uplinks_located`). */
export async function selectSolvedPlace(
  tx: Tx,
  scope: TenantScope,
  deviceId: string,
): Promise<SolvedPlace | null> {
  const own = sql`customer_id = ${scope.customerId}::uuid and device_id = ${deviceId}::uuid`;
  const rows = await tx.execute<{ at: string; location: Omit<SolvedPlace, 'at'> }>(sql`
    select received_at as at, event -> 'location' as location from (
      (select received_at, event from uplinks where ${own} and kind = 'lora.location' order by received_at desc limit 1)
      union all
      (select received_at, event from (
        select received_at, kind, event from uplinks where ${own} order by received_at desc limit ${UPLINKS_LOOKED_AT}) newest
      where kind = 'lora.uplink' and event -> 'location' ->> 'latitude' is not null order by received_at desc limit 1)
    ) told order by received_at desc limit 1`);
  const [row] = [...rows];
  if (!row) return null;
  const { latitude, longitude, radius } = row.location;
  return { latitude, longitude, radius: radius ?? null, at: new Date(row.at) };
}
