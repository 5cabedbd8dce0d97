import { sql } from 'drizzle-orm';
import type { Tx } from '#server/platform/database.ts';
import { arrayOf } from '#server/platform/sql-array.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { RadioCell, RadioUseQuery } from './radio-use-contract.ts';

/** How often a device was heard and spoken to on each channel with each spreading factor; one index range. */
export async function selectRadioCells(
  tx: Tx,
  scope: TenantScope,
  { deviceId, from, to }: Pick<RadioUseQuery, 'deviceId' | 'from' | 'to'>,
  slots: Date[],
): Promise<RadioCell[]> {
  const starts = arrayOf(
    slots.map((at) => at.toISOString()),
    'timestamptz',
  );
  const rows = await tx.execute<{
    slot: number;
    frequency: number | null;
    sf: number | null;
    uplinks: number;
    downlinks: number;
  }>(sql`
    select width_bucket(received_at, ${starts}) - 1 as slot,
           (event -> 'radio' ->> 'frequencyHz')::float8 as frequency, spreading_factor as sf,
           count(*) filter (where kind <> 'lora.downlink-sent')::int as uplinks,
           count(*) filter (where kind = 'lora.downlink-sent')::int as downlinks
    from uplinks
    where customer_id = ${scope.customerId}::uuid and device_id = ${deviceId}::uuid
      and received_at >= ${from.toISOString()}::timestamptz and received_at < ${to.toISOString()}::timestamptz
      and kind in ('lora.uplink', 'lora.join', 'lora.downlink-sent')
    group by 1, 2, 3 order by 1, 2, 3`);
  return [...rows]
    .filter(({ frequency, sf }) => frequency !== null || sf !== null)
    .map(({ sf, ...cell }) => ({ ...cell, spreadingFactor: sf }));
}
