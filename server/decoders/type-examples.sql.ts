import { sql } from 'drizzle-orm';
import type { Tx } from '#server/platform/database.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';

/** Keys of the built-in decoders that the device types of a script offer beside it. */
export async function selectKeysBeside(tx: Tx, scope: TenantScope, decoderId: string): Promise<string[]> {
  const rows = await tx.execute<{ key: string }>(sql`
    select distinct b.built_in as key from device_type_decoders mine
    join device_type_decoders other on other.device_type_id = mine.device_type_id
    join decoders b on b.id = other.decoder_id and b.built_in is not null
    where mine.customer_id = ${scope.customerId}::uuid and mine.decoder_id = ${decoderId}::uuid`);
  return rows.map(({ key }) => key);
}
