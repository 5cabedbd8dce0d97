import { sql } from 'drizzle-orm';
import type { Tx } from '#server/platform/database.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { ReplayChoices } from './contract.ts';

/** null: no message of the customer. */
export async function selectChoices(tx: Tx, scope: TenantScope, id: number): Promise<ReplayChoices | null> {
  const customer = sql`${scope.customerId}::uuid`;
  const [message] = await tx.execute<{ device_id: string }>(
    sql`select device_id from uplinks where customer_id = ${customer} and id = ${id}`,
  );
  if (!message) return null;
  const flows = sql`(select flow_id from flow_devices where device_id = ${message.device_id}::uuid)`;
  const versions = await tx.execute<ReplayChoices['versions'][number] & Record<string, unknown>>(sql`
    select v.id, v.decoder_id as "decoderId", d.name as decoder, v.number, v.id = d.current_version_id as current
    from decoders d join decoder_versions v on v.decoder_id = d.id and v.published_at is not null
    where d.customer_id = ${customer} and d.id in (
      select f.decoder_id from flow_decoders f join devices x on x.device_type_id = f.device_type_id
      where x.id = ${message.device_id}::uuid and f.flow_id in ${flows}
      union select decoder_id from packs where uplink_id = ${id}
      union select decoder_id from decoding_failures where uplink_id = ${id})
    order by d.name, v.number desc limit 100`);
  const destinations = await tx.execute<{ id: string; name: string }>(sql`
    select distinct x.id, x.name from destinations x join flow_destinations f on f.destination_id = x.id
    where x.customer_id = ${customer} and f.flow_id in ${flows} order by x.name`);
  return { versions: [...versions], destinations: [...destinations] };
}
