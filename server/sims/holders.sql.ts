import { sql } from 'drizzle-orm';
import type { Tx } from '#server/platform/database.ts';
import { jsonb } from '#server/platform/jsonb.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';

/** A device as far as the SIM in it goes. */
export interface SimHolder {
  id: string;
  name: string;
  identifier: string | null;
  type: string;
  category: 'managed' | 'own';
  simId: string | null;
}

/** Of many at a time; those that are no device of the customer are left out. */
export async function selectSimHolders(
  tx: Tx,
  scope: TenantScope,
  deviceIds: readonly string[],
): Promise<Map<string, SimHolder>> {
  if (deviceIds.length === 0) return new Map();
  const rows = await tx.execute<SimHolder & Record<string, unknown>>(sql`
    with d as materialized (
      select id, name, identifier, device_type_id from devices where customer_id = ${scope.customerId}::uuid
        and id = any(array(select value::uuid from jsonb_array_elements_text(${jsonb(deviceIds)}))))
    select d.id, d.name, d.identifier, t.name as type, t.category, s.id as "simId"
    from d
    join device_types t on t.id = d.device_type_id
    left join sims s on s.device_id = d.id and s.customer_id = ${scope.customerId}::uuid`);
  return new Map(rows.map((row) => [row.id, row]));
}
