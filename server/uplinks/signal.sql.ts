import { sql } from 'drizzle-orm';
import type { SeriesPoint } from '#server/measurements/series-contract.ts';
import type { Tx } from '#server/platform/database.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';

interface SignalQuery {
  deviceId: string;
  from: Date;
  to: Date;
  bucketSeconds: number;
}

/** How strongly a device was heard, in buckets of equal width; empty ones are left out. */
export async function selectSignal(
  tx: Tx,
  scope: TenantScope,
  { deviceId, from, to, bucketSeconds }: SignalQuery,
): Promise<SeriesPoint[]> {
  const begin = from.toISOString();
  const rows = await tx.execute<{ t: number; avg: number; min: number; max: number; n: number }>(sql`
    select avg(extract(epoch from received_at))::float8 as t, avg(signal)::real as avg, min(signal) as min, max(signal) as max,
           count(*)::int as n
    from uplinks
    where customer_id = ${scope.customerId}::uuid and device_id = ${deviceId}::uuid and kind = 'lora.uplink'
      and received_at >= ${begin}::timestamptz and received_at < ${to.toISOString()}::timestamptz and signal is not null
    group by floor(extract(epoch from received_at - ${begin}::timestamptz) / ${bucketSeconds}::float8) order by 1`);
  return [...rows].map(({ t, ...values }) => ({ at: new Date(t * 1000), ...values }));
}
